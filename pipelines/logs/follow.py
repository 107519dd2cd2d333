"""Follows the log of runs as it grows, wherever the runs are: for `jmdi up`, whose output journald or an engine keeps."""

import json
from pathlib import Path

from pipelines.logs.lines import as_text


class Following:
    """Gives the lines that were added to a log since the last time, also when it was put aside meanwhile; none of those before it began."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._position = file.stat().st_size if file.exists() else 0
        self._inode = _inode(file)

    def added(self) -> list[str]:
        """Return the new whole lines. Raises OSError."""
        if _inode(self._file) == self._inode:
            return self._read(self._file)
        aside = self._file.with_name(f"{self._file.name}.1")
        rest = self._read(aside) if self._inode and _inode(aside) == self._inode else []
        self._position, self._inode = 0, _inode(self._file)
        return rest + self._read(self._file)

    def _read(self, file: Path) -> list[str]:
        if not file.exists():
            return []
        with file.open("rb") as opened:
            opened.seek(self._position)
            whole = opened.read().rpartition(b"\n")[0]
        if not whole:
            return []
        self._position += len(whole) + 1
        return whole.decode("utf-8", "replace").split("\n")


def shown(line: str, log: str) -> str:
    """Return a line of the file as the setting JMDI_LOG wants it: as it is (json), or for people (text)."""
    try:
        return as_text(json.loads(line)) if log == "text" else line
    except (ValueError, KeyError, TypeError):
        return line  # cut by a full disk


def _inode(file: Path) -> int:
    try:
        return file.stat().st_ino
    except FileNotFoundError:
        return 0
