"""What can be wrong with a YAML file that a person wrote: codes, and their messages in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vmnetdoctor.source import Place

MESSAGES = {
    "too-large": {"en": "the file is larger than {limit} characters", "zh": "文件超过 {limit} 个字符"},
    "character": {"en": "a character that YAML does not allow, or bytes that are not UTF-8",
                  "zh": "含有 YAML 不允许的字符，或不是 UTF-8 编码"},
    "tab": {"en": "YAML does not allow a tab here; indent with spaces", "zh": "YAML 此处不允许制表符，请用空格缩进"},
    "yaml-syntax": {"en": "not valid YAML: {problem}", "zh": "不是合法的 YAML：{problem}"},
    "too-deep": {"en": "nested deeper than {limit} levels", "zh": "嵌套超过 {limit} 层"},
    "too-many": {"en": "more than {limit} values (aliases counted each time)", "zh": "超过 {limit} 个值（每次引用别名都计数）"},
    "value-too-long": {"en": "a value longer than {limit} characters", "zh": "值超过 {limit} 个字符"},
    "tag": {"en": "the tag {tag} is not allowed", "zh": "不允许使用标签 {tag}"},
    "key-not-text": {"en": "a key must be a single word or text", "zh": "键必须是文本"},
    "duplicate-key": {"en": "the key `{key}` is given twice", "zh": "键 `{key}` 出现了两次"},
    "unknown-key": {"en": "unknown key `{key}`; known here: {known}", "zh": "未知的键 `{key}`；此处可用：{known}"},
    "unknown-key-near": {"en": "unknown key `{key}`; did you mean `{near}`?", "zh": "未知的键 `{key}`，是否应为 `{near}`？"},
    "key-missing": {"en": "`{key}` is missing", "zh": "缺少 `{key}`"},
    "wrong-type": {"en": "`{key}` must be {expected}", "zh": "`{key}` 必须是 {expected}"},
    "not-one-of": {"en": "`{key}` must be one of {known}, not `{value}`", "zh": "`{key}` 只能是 {known} 之一，不能是 `{value}`"},
    "not-one-of-near": {"en": "`{key}` cannot be `{value}`; did you mean `{near}`?",
                        "zh": "`{key}` 不能是 `{value}`，是否应为 `{near}`？"},
    "malformed": {"en": "`{value}` is no legal value of `{key}`; write for example {example}",
                  "zh": "`{value}` 不是 `{key}` 的合法值；写法示例：{example}"},
}
TYPES = {
    "en": {"object": "a mapping (key: value)", "array": "a list", "string": "text (quote it)", "boolean": "true or false"},
    "zh": {"object": "映射（键: 值）", "array": "列表", "string": "文本（请加引号）", "boolean": "true 或 false"},
}


class DeclaredError(Exception):
    """A mistake in vmnetdoctor.yaml: where, a code of `MESSAGES`, and the values of its message."""

    def __init__(self, place: Place, code: str, values: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.place = place
        self.code = code
        self.values = values or {}

    def message(self, language: str = "en") -> str:
        """What is wrong, in English (`en`) or Chinese (`zh`)."""
        values = dict(self.values)
        if "expected" in values:
            values["expected"] = TYPES[language].get(values["expected"], values["expected"])
        return MESSAGES[self.code][language].format_map(values)

    def __str__(self) -> str:
        line, column = self.place.source.position(self.place.start)
        return f"{self.place.source.path}:{line}:{column}: {self.message()}"
