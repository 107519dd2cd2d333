"""Files that commands write: a file is there whole, or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes, *, is_new: bool = False) -> None:
    """Write a file beside, then put it in its place. Raises OSError; FileExistsError where it must be new and is not.

    What is no plain file, such as a pipe, is written to as it is.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return
    if is_new:
        place.open("xb").close()
    beside = place.with_name(f".{os.getpid()}.unfinished")
    try:
        beside.write_bytes(content)
        os.replace(beside, place)
    except BaseException:
        beside.unlink(missing_ok=True)
        if is_new:
            place.unlink()
        raise
