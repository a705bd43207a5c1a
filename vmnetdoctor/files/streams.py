"""Decompressed bytes in bounded pieces, whatever the compressor."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from vmnetdoctor.files.limits import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
_INPUT = 64 * 1024
_STREAMS = 20_000                        # parts one behind the other: pigz and pbzip2 make one of every few hundred KiB
_XZ_MEMORY = 96 * 1024 * 1024            # `xz -9` asks for 65 MiB


class _Gzip:
    """zlib's object with the manners of those of bz2 and lzma."""

    def __init__(self) -> None:
        import zlib

        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _bzip2() -> Any:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Any:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


_MAKERS: tuple[tuple[bytes, Callable[[], Any]], ...] = ((GZIP, _Gzip), (BZIP2, _bzip2), (XZ, _xz))


class Decompressed:
    """Reads what `handle` unpacks to; `read` gives fewer bytes than asked for only at the end.

    Raises RefusedError where the data end too early, and what the decompressor raises on wrong ones.
    """

    def __init__(self, handle: IO[bytes], magic: bytes, make: Callable[[], Any]) -> None:
        self._handle = handle
        self._magic = magic
        self._make = make
        self._inner = make()
        self._streams = 1
        self._ended = False

    def read(self, size: int) -> bytes:
        """The next `size` bytes."""
        parts, missing = [], size
        while missing and not self._ended:
            part = self._piece(missing)
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _piece(self, size: int) -> bytes:
        if self._inner.eof:
            self._next_stream()
            return b""
        data = self._handle.read(_INPUT) if self._inner.needs_input else b""
        if not data and self._inner.needs_input:
            rest: bytes = self._inner.decompress(b"", size)      # zlib may hold some back
            if not rest and not self._inner.eof:
                raise RefusedError("archive-damaged")
            return rest
        piece: bytes = self._inner.decompress(data, size)
        return piece

    def _next_stream(self) -> None:
        """Go on with what is packed behind the end; anything else there is no part of it."""
        rest = self._inner.unused_data or self._handle.read(_INPUT)
        if not rest.startswith(self._magic) or self._streams >= _STREAMS:
            self._ended = True
            return
        self._streams += 1
        self._inner = self._make()
        self._handle.seek(-len(rest), 1)


def opened(handle: IO[bytes]) -> Any:
    """A stream of what the handle holds unpacked; the handle itself where it is not compressed."""
    head = handle.read(6)
    handle.seek(0)
    for magic, make in _MAKERS:
        if head.startswith(magic):
            return Decompressed(handle, magic, make)
    return handle
