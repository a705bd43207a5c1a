"""What the verbs print.

`<verb>_text` is for people, `<verb>_json` for programs, `<verb>_markdown` for a wiki (`walk_json`: matrix and trace).
`*_words`, `phrases` and `supplies` hold the words in English and Chinese, `*_sentences` put them together; `layout` and
`code_frame` know about terminals.
"""
