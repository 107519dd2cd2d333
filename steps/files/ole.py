"""Reads the container of old binary files (OLE compound file): the names of its streams, and one stream. Bounded: no chain loops."""

import struct
from array import array

from steps.files.limits import RefusedError

HEADER_BYTES = 512
ENTRY_BYTES = 128
END_OF_CHAIN = 0xFFFFFFFA  # this and above are marks, no sectors
SMALL_SECTOR_BYTES = 64
STREAM, ROOT = 2, 5


class CompoundFile:
    """The streams of a compound file. Raises RefusedError (`file-damaged`) where a chain of sectors leads astray or in a circle."""

    def __init__(self, content: bytes) -> None:
        if len(content) < HEADER_BYTES:
            raise RefusedError("file-damaged")
        self._content = content
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise RefusedError("file-damaged")
        self._sector_bytes = 1 << shift
        (fat_count, directory, _, small_under, small_start, _, more_start, _) = struct.unpack_from("<8I", content, 44)
        self._small_under = small_under
        self._fat = self._table(self._fat_sectors(fat_count, more_start))
        self._small_fat = self._table(self._chain(self._fat, small_start))
        sectors = self._chain(self._fat, directory)
        self._entries = _entries(b"".join(map(self._sector, sectors)))
        if len(self._entries) * ENTRY_BYTES < len(sectors) * self._sector_bytes:
            raise RefusedError("file-damaged")  # not copied to its end
        root = next(((start, size) for _, kind, start, size in self._entries if kind == ROOT), (END_OF_CHAIN, 0))
        self._small_sectors = self._joined(root[0])

    @property
    def names(self) -> list[str]:
        """The names of all storages and streams, in any depth."""
        return [name for name, kind, _, _ in self._entries if kind]

    def stream(self, name: str) -> bytes:
        """Return the contents of the first stream of that name."""
        start, size = next((start, size) for one, kind, start, size in self._entries if one == name and kind == STREAM)
        if size >= self._small_under:
            found = self._joined(start)
        else:
            places = (place * SMALL_SECTOR_BYTES for place in self._chain(self._small_fat, start))
            found = b"".join(self._small_sectors[place : place + SMALL_SECTOR_BYTES] for place in places)
        if len(found) < size:
            raise RefusedError("file-damaged")  # not copied to its end
        return found[:size]

    def _sector(self, number: int) -> bytes:
        start = HEADER_BYTES if self._sector_bytes == HEADER_BYTES else self._sector_bytes
        start += number * self._sector_bytes
        return self._content[start : start + self._sector_bytes]

    def _fat_sectors(self, count: int, more_start: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        seen = set()
        while more_start < END_OF_CHAIN and len(sectors) < count:
            table = self._table([more_start])
            if more_start in seen or not table:
                raise RefusedError("file-damaged")
            seen.add(more_start)
            sectors += table[:-1]
            more_start = table[-1]
        return [sector for sector in sectors[:count] if sector < END_OF_CHAIN]

    def _table(self, sectors: list[int]) -> "array[int]":
        table: array[int] = array("I")
        for sector in sectors:
            part = self._sector(sector)
            table.frombytes(part[: len(part) // 4 * 4])
        return table

    def _chain(self, table: "array[int]", start: int) -> list[int]:
        chain: list[int] = []
        while start < END_OF_CHAIN:
            if start >= len(table) or len(chain) > len(table):
                raise RefusedError("file-damaged")
            chain.append(start)
            start = table[start]
        return chain

    def _joined(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(self._fat, start)))


def _entries(directory: bytes) -> "list[tuple[str, int, int, int]]":
    """Return name, kind, first sector and size of every entry of the directory."""
    entries = []
    for place in range(0, len(directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
        entry = directory[place : place + ENTRY_BYTES]
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        entries.append((entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace"), kind, start, size))
    return entries


def stream_names(content: bytes) -> list[str]:
    """Return the names of the storages and streams of a compound file. Raises RefusedError when it is damaged."""
    return CompoundFile(content).names
