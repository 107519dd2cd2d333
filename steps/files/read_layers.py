"""Reads files of units (boundaries, lists of places) into layers: a frame of texts each, and shapes in degrees where the file has them.

What the columns mean is the business of `steps.places`; here a file of any accepted kind becomes frames, or is refused in a sentence.
"""

import json
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from schemas.errors import ProductError
from schemas.findings import finding_codes
from steps.files.limits import Refusal
from steps.files.read_workbook import read_workbook

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".txt")
PARQUETS = (".parquet", ".geoparquet")
SHAPES = (".gpkg", ".geojson", ".json", ".shp")
ENDINGS = (*TEXTS, *WORKBOOKS, *SHAPES, *PARQUETS, ".zip")
SEPARATORS = (",", ";", "\t", "|")
ACCEPTED = "Accepted are .gpkg, .geojson, .shp (with its .dbf, .shx and .prj beside it, or zipped), .parquet, .xlsx and .csv."
MAX_BYTES = 1_000_000_000  # COD-AB of the largest of the eight countries has a fifth of it
MAX_UNZIPPED_BYTES = 4_000_000_000
WGS_84 = "EPSG:4326"
GEOMETRY = "geometry"


class RefusedLayers(ProductError):
    """A file of units that is not used; the text says what is wrong with it, what is accepted and what to do."""


class Layer(NamedTuple):
    """A layer, sheet or table: its columns hold texts or None; `geometry`, where there is one, shapes in degrees (WGS 84)."""

    name: str
    frame: pd.DataFrame


def read_layers(path: Path) -> list[Layer]:
    """Return the layers of a file that have rows. Raises RefusedLayers."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise RefusedLayers(f"it is a {ending or 'file without an ending'}. {ACCEPTED} Save it as one of these.")
    if path.stat().st_size > MAX_BYTES:
        raise RefusedLayers(f"it has {path.stat().st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read. Simplify its shapes.")
    try:
        layers = _read(path, ending)
    except RefusedLayers:
        raise
    except Exception as fault:  # files break in many ways, in several libraries, and none may stop a refresh
        raise RefusedLayers(f"it cannot be read as {ending} ({_first_line(fault)}). {ACCEPTED} Download or save it again.") from None
    filled = [layer for layer in layers if len(layer.frame)]
    if not filled:
        raise RefusedLayers(f"it holds no rows. {ACCEPTED} Look whether the right layer or sheet was saved.")
    return filled


def _read(path: Path, ending: str) -> list[Layer]:
    if ending in WORKBOOKS:
        return _workbook_layers(path)
    if ending in TEXTS:
        return [Layer(path.stem, _text_frame(path))]
    if ending in PARQUETS:
        return [Layer(path.stem, _parquet_frame(path))]
    sources = _zipped(path) if ending == ".zip" else [str(path)]
    return [layer for source in sources for layer in _shape_layers(source)]


def _workbook_layers(path: Path) -> list[Layer]:
    """Return the sheets of a workbook; the first filled row holds the names of the columns."""
    book = read_workbook(path)
    if isinstance(book, Refusal):
        raise RefusedLayers(finding_codes()[book.finding_code]["message_en"].format(detail=book.detail, value="", accepted=""))
    layers = []
    for sheet in book.sheets:
        if not sheet.rows:
            continue
        heads = {cell.column_number: cell.text for cell in sheet.rows[0].cells}
        columns = list(dict.fromkeys(heads.values()))
        # Of two columns with one name the first counts.
        rows = [
            {heads[cell.column_number]: cell.text for cell in reversed(row.cells) if cell.column_number in heads} for row in sheet.rows[1:]
        ]
        layers.append(Layer(sheet.name, _texts(pd.DataFrame(rows, columns=columns, dtype=object))))
    return layers


def _text_frame(path: Path) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline()
        mark = max(SEPARATORS, key=header.count)
        return _texts(pd.read_csv(path, encoding="utf-8-sig", sep=mark, dtype=str, keep_default_na=False))
    except UnicodeDecodeError:
        raise RefusedLayers("its letters are not in UTF-8. Accepted is CSV in UTF-8; in Excel, save it as “CSV UTF-8”.") from None


def _parquet_frame(path: Path) -> pd.DataFrame:
    import geopandas as gpd

    try:
        return _placed(gpd.read_parquet(path))
    except ImportError:
        raise RefusedLayers(
            "Parquet needs the package pyarrow, which is not installed. Install it (`pip install pyarrow`) or save the file as .gpkg."
        ) from None
    except ValueError:  # Parquet without shapes
        return _texts(pd.read_parquet(path))


def _zipped(path: Path) -> list[str]:
    """Return GDAL's names of the files of shapes in an archive."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED_BYTES:
            raise RefusedLayers(f"unzipped it has more than {MAX_UNZIPPED_BYTES / 1e9:.0f} GB. Simplify its shapes.")
        names = [name for name in archive.namelist() if name.lower().endswith(SHAPES)]
    if not names:
        raise RefusedLayers(f"there is no shapefile, GeoPackage or GeoJSON in the archive. {ACCEPTED}")
    return [f"/vsizip/{{{path.resolve()}}}/{name}" for name in names]


def _shape_layers(source: str) -> list[Layer]:
    import geopandas as gpd
    import pyogrio

    names = [str(name) for name, _ in pyogrio.list_layers(source)]
    return [Layer(name, _placed(gpd.read_file(source, layer=name))) for name in names]


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a layer with its shapes in degrees. Raises RefusedLayers when nobody says what their numbers are."""
    import geopandas as gpd

    if not isinstance(frame, gpd.GeoDataFrame):
        return _texts(frame)
    shapes = frame.geometry
    if shapes.crs is None and not _is_degrees(shapes.total_bounds):
        raise RefusedLayers(
            "it does not say in which coordinate system its shapes are, and their numbers are no degrees. Accepted is any system that "
            "the file names (a .prj beside a shapefile); add it, or save the layer again in EPSG:4326."
        )
    degrees = shapes.set_crs(WGS_84) if shapes.crs is None else shapes.to_crs(WGS_84)
    return _texts(pd.DataFrame(frame.drop(columns=shapes.name))).assign(**{GEOMETRY: list(degrees)})


def _is_degrees(bounds: Any) -> bool:
    west, south, east, north = (float(bound) for bound in bounds)
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose cells are stripped texts, None where empty: codes keep the zeros they have, dates are ISO 8601."""
    texts = {str(column).strip(): [_text(value) for value in frame[column].astype(object)] for column in frame.columns}
    return pd.DataFrame(texts, dtype=object)


def _text(value: object) -> str | None:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # dBASE and GDAL keep codes as decimal numbers
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip() or None


def _first_line(fault: Exception) -> str:
    # Libraries quote paths of this machine and several lines; the first words tell the kind of damage.
    told = re.sub(r"['\"]?/\S+", "the file", str(fault).strip().split("\n")[0])
    return told.rstrip(".")[:120] or type(fault).__name__
