"""How an asset of files for people is declared and handed on: the files by path, how many and how large, and what its page shows."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import dagster as dg

from assets.measured import Step, measured
from assets.tables import PREVIEW_LENGTH, PREVIEW_ROWS
from publications.pictures.raster import png
from schemas.failpoints import failpoint

THUMBNAIL = 480  # pixels: a run's log keeps every preview
LARGEST = ("file", "KB")
GROUP = "publications"


def publication_asset(name: str, group_name: str = GROUP, **options: Any) -> Callable[[Step], Any]:
    """Return Dagster's `asset` decorator for files for people, and what they are made from."""
    declared = dg.asset(name=name, group_name=group_name, **options)
    return lambda step: declared(measured(step))


def files_handed_on(files: Mapping[str, bytes], preview: dg.MetadataValue | None = None, **counts: Any) -> dg.MaterializeResult:
    """Return files as Dagster takes them, with a preview; without one the largest of the files stand there."""
    failpoint("handed_on.files")
    sizes = {"files": len(files), "bytes": sum(map(len, files.values()))}
    return dg.MaterializeResult(value=dict(files), metadata={**counts, **sizes, "preview": preview or _largest(files)})


def table_preview(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dg.TableMetadataValue:
    """Return the first rows as the table of a preview, with long texts cut."""
    records = [
        dg.TableRecord({name: _short(value) for name, value in zip(columns, row, strict=True)}) for row in islice(rows, PREVIEW_ROWS)
    ]
    return dg.MetadataValue.table(records, dg.TableSchema([dg.TableColumn(name) for name in columns]))


def picture_preview(svg: str, title: str) -> dg.MarkdownMetadataValue:
    """Return a drawn picture as a small one."""
    return dg.MetadataValue.md(f"![{title}](data:image/png;base64,{b64encode(png(svg, THUMBNAIL)).decode()})")


def _largest(files: Mapping[str, bytes]) -> dg.TableMetadataValue:
    by_size = sorted(files.items(), key=lambda one: (-len(one[1]), one[0]))
    return table_preview(LARGEST, ((name, -(-len(content) // 1024)) for name, content in by_size))


def _short(value: Any) -> Any:
    return value[:PREVIEW_LENGTH] if isinstance(value, str) else value
