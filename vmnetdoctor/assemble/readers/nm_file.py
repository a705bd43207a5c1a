"""One ifcfg file before NetworkManager's ifcfg-rh plugin: its values, and what the plugin says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.keys import strange
from vmnetdoctor.assemble.readers.oddities import oddities
from vmnetdoctor.assemble.readers.parts import nm_document
from vmnetdoctor.assemble.readers.words import is_nm_boolean, nm_boolean
from vmnetdoctor.model.guest import Remark

if TYPE_CHECKING:
    from vmnetdoctor.assemble.readers.parts import Parts
    from vmnetdoctor.formats.syntax import Entry


class NmFile:
    """The file with its remarks.  `refused`: something for which the plugin rejects the whole file."""

    __slots__ = ("document", "entry", "get", "network", "parts", "refused", "remarks", "unknown", "version")

    def __init__(self, parts: Parts, version: tuple[int, ...]) -> None:
        self.parts = parts
        self.version = version
        self.document = nm_document(parts.main, version)
        self.network = nm_document(parts.network, version) if parts.network is not None else None
        self.entry = self.document.entry
        self.get = self.document.values().get
        self.unknown = strange(self.document.keys())
        self.remarks: list[Remark] = oddities(self.document, self.unknown, parts.main.mistakes)
        self.refused = False

    def network_value(self, key: str) -> tuple[str | None, Entry | None]:
        """A key of /etc/sysconfig/network with its assignment."""
        return (self.network.get(key), self.network.entry(key)) if self.network is not None else (None, None)

    def boolean(self, key: str, default: bool) -> bool:
        """A yes-no key; a word that is neither gives the default and a remark."""
        word = self.get(key)
        if not word:
            return default
        if not is_nm_boolean(word, self.version):
            self.remark("value-invalid", self.entry(key), effect="default", taken=default)
        return nm_boolean(word, default, self.version)

    def remark(self, code: str, entry: Entry | None, **values: object) -> None:
        """A remark about one assignment."""
        if entry is not None:
            self.remarks.append(Remark(code, entry.value_place, (), {"key": entry.key, "value": entry.value or "", **values}))

    def refuse(self, code: str, entry: Entry | None, **values: object) -> None:
        """The plugin rejects the file for this; what else is wrong is still looked for."""
        self.refused = True
        self.remark(code, entry, **{"effect": "rejected", **values})
