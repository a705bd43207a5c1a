"""The words in which a system's table says what is wanted of it.

Paths are written with `/`.  `{NAME}` stands for a variable of a Windows environment, `~` for the user's home, `*` for any run of
characters within one folder or file name.
"""

from __future__ import annotations

from typing import NamedTuple


class Wanted(NamedTuple):
    """Files to take, from the second place if the first has none.  `kind` chooses what is redacted.

    `into` is their folder in the bundle ("": their own path below host/).
    `vmware`: only a machine with a VMware product has such a file, so that finding one tells that this is a host.
    """

    pattern: str
    into: str = ""
    otherwise: str = ""
    kind: str = ""
    vmware: bool = True


class Asked(NamedTuple):
    """Commands whose output makes one file.  `failed`: an exit code other than 0 is an answer too, not the lack of one.

    `within` is the folder in which they run; a word with `*` stands for the paths that it fits.
    """

    into: str
    commands: tuple[tuple[str, ...], ...]
    failed: bool = False
    within: str = ""
    seconds: float = 20


class Places(NamedTuple):
    """Everything wanted of one system.

    `inventories` are dictionaries in which the product lists its machines, `machines` patterns of the usual places of vmx files,
    `programs` the folders in which the commands are looked for, `product` the word after `vmrun -T`.
    """

    files: tuple[Wanted, ...]
    commands: tuple[Asked, ...]
    inventories: tuple[str, ...]
    machines: tuple[str, ...]
    programs: tuple[str, ...]
    product: str
    prompt: str
    newline: bytes
