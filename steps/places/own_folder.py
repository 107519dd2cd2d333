"""Reads the folder of a country's own units (`reference/gazetteer/own/`): every file becomes units, or is left out with the reason.

Beside a file `x.gpkg` there may lie `x.yaml`: what its columns are, when they follow no convention, and its licence, attribution,
version and date.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from schemas.countries import countries
from steps.files.read_layers import RefusedLayers, read_layers
from steps.places.own_profiles import MAPPED, NOT_UNITS, WrongMapping, profile_columns
from steps.places.own_units import PLACE_LEVELS, UNIT_COLUMNS, Above, listed, read_units

NOTES = (".yaml", ".yml")
SAID = ("licence", "attribution", "version", "valid_on")  # of the file as a whole
KEYS = tuple(dict.fromkeys((*MAPPED, "code_system", *SAID)))
CODE_SYSTEMS = ("pcode", "national")
NO_UNITS = ("README.md", ".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini")
PARTS_OF_A_SHAPEFILE = (".dbf", ".shx", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".qmd", ".xml", ".lock")


@dataclass(frozen=True)
class Source:
    """A file of units: its hash (SHA-256), the conventions found, what is said about it, its units (`own_units.UNIT_COLUMNS`).

    `problem` says why it is left out, and is empty when it is used; `notes` what else must be said.
    """

    file_name: str
    file_hash: str
    profiles: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    units: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(UNIT_COLUMNS)))
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_used(self) -> bool:
        """Whether its units take part."""
        return not self.problem

    @property
    def order(self) -> tuple[str, int, str]:
        """The order in which files are laid over the gazetteer: the newest last, and the larger units before what lies in them."""
        levels = [PLACE_LEVELS.index(level) for level in self.units["place_level"]]
        return self.said.get("valid_on", ""), min(levels, default=0), self.file_name


def own_files(folder: Path) -> list[Path]:
    """Return the files of units in a folder, in the order of their names; no folder holds none."""
    beside = (*NOTES, *PARTS_OF_A_SHAPEFILE)
    found = (path for path in folder.glob("**/*") if path.is_file() and path.name not in NO_UNITS)
    return sorted(path for path in found if path.suffix.lower() not in beside)


def read_own(folder: Path) -> list[Source]:
    """Return the sources in a folder, in the order in which they are laid over the gazetteer. No file makes it fail."""
    sources = [read_source(path, path.relative_to(folder).as_posix()) for path in own_files(folder)]
    return sorted(_with_units_above(sources), key=lambda source: source.order)


def files_read(path: Path) -> list[Path]:
    """Return the file, and those beside it that are read with it: notes, and the parts of a shapefile."""
    parts = (*NOTES, *(PARTS_OF_A_SHAPEFILE if path.suffix.lower() == ".shp" else ()))
    return [path, *sorted(part for part in path.parent.glob(f"{path.stem}.*") if part.suffix.lower() in parts)]


def read_source(path: Path, file_name: str) -> Source:
    """Return what a file holds, or why it is left out. Never raises for anything that a file may hold."""
    digest = ""
    try:
        digest = _digest(path)
        said = _said(path)
        return _used(Source(file_name, digest, said=said), path)
    except (RefusedLayers, WrongMapping) as refused:
        return Source(file_name, digest, problem=f"{file_name} is left out: {refused}")
    except OSError as fault:
        return Source(
            file_name, digest, problem=f"{file_name} is left out: it cannot be opened ({fault.strerror}). Give read access to it."
        )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for part in files_read(path):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def _said(path: Path) -> dict[str, str]:
    """Return what is written beside a file. Raises WrongMapping."""
    beside = next((path.with_suffix(ending) for ending in NOTES if path.with_suffix(ending).is_file()), None)
    if beside is None:
        return {}
    import yaml

    try:
        read = yaml.safe_load(beside.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise WrongMapping(f"{beside.name} is no YAML in UTF-8. Accepted are lines such as `name: NOMBRE`.") from None
    if not isinstance(read, dict):
        raise WrongMapping(f"{beside.name} holds no lines such as `name: NOMBRE`. Accepted words are {', '.join(KEYS)}.")
    said = {str(key): str(value).strip() for key, value in read.items() if value is not None}
    unknown = [key for key in said if key not in KEYS]
    if unknown:
        raise WrongMapping(f"{beside.name} says {', '.join(unknown)}, which nobody knows. Accepted words are {', '.join(KEYS)}.")
    if said.get("code_system", CODE_SYSTEMS[0]) not in CODE_SYSTEMS:
        raise WrongMapping(f"{beside.name} says code_system: {said['code_system']}. Accepted are {' and '.join(CODE_SYSTEMS)}.")
    return said


def _used(source: Source, path: Path) -> Source:
    layers = read_layers(path)
    profiles: list[str] = []
    frames: list[pd.DataFrame] = []
    notes: list[str] = []
    stated: dict[str, str] = {}
    for layer in layers:
        if NOT_UNITS.search(layer.name):
            continue
        profile = profile_columns(layer.frame.columns, layer.name, source.said)
        if profile is None:
            notes.append(f"layer {layer.name} is passed over: its columns follow no convention ({listed(list(layer.frame.columns))})")
            continue
        units = read_units(layer.name, layer.frame, profile)
        profiles.append(profile.name)
        versions = [str(one) for one in layer.frame.get(profile.columns.get("version", ""), ()) if one]
        stated |= {"version": versions[0]} if versions else {}
        frames.append(units.frame)
        notes += [f"layer {layer.name}: {note}" for note in units.notes]
    _refuse_empty(profiles, frames, notes)
    units = _once_each(frames)
    dates = sorted(date for date in units["valid_on"] if date)
    said = stated | ({"valid_on": dates[-1]} if dates else {}) | dict(source.said)
    return replace(source, profiles=tuple(dict.fromkeys(profiles)), units=units, notes=tuple(notes), said=said)


def _refuse_empty(profiles: list[str], frames: list[pd.DataFrame], notes: list[str]) -> None:
    if not profiles:
        raise RefusedLayers(
            f"{listed(notes)}. Known are COD-AB, geoBoundaries, the P-code list of HDX, GADM, Natural Earth and Ecuador's DPA. For "
            "any other table put a .yaml of the same name beside it that says which column is its name, code, level, parent and country."
        )
    if all(frame.empty for frame in frames):
        raise RefusedLayers(f"it holds no unit that can be used ({listed(notes)}). Accepted are units of {', '.join(countries())}.")


def _once_each(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the units of all layers, each once: with its shape, else its point, where one layer has it and another has not."""
    units = pd.concat([frame for frame in frames if not frame.empty], ignore_index=True)
    worth = [
        2 if shape is not None and shape.area else int(point is not None)
        for shape, point in zip(units["geometry"], units["latitude"], strict=True)
    ]
    best = units.assign(worth=worth).sort_values("worth", ascending=False, kind="stable")
    key = ["country_code", "profile_level", "code_text"]
    doubled = best.duplicated(key) & (best["code_text"] != "")
    return best[~doubled].sort_index().drop(columns="worth").reset_index(drop=True)


def _with_units_above(sources: Iterable[Source]) -> list[Source]:
    """Give units that only have a shape (geoBoundaries) the unit in which their middle lies, from any file of the folder."""
    held = list(sources)
    areas = [unit for source in held for unit in source.units.to_dict("records") if unit["geometry"] is not None and unit["geometry"].area]
    orphans = {source.file_name for source in held if any(not above for above in source.units["above"])}
    if not areas or not orphans:
        return held
    return [replace(source, units=_inside(source.units, areas)) if source.file_name in orphans else source for source in held]


def _inside(units: pd.DataFrame, areas: list[dict[str, object]]) -> pd.DataFrame:
    from shapely import STRtree

    tree = STRtree([area["geometry"] for area in areas])
    above = [unit["above"] or _holding(unit, [areas[number] for number in _hits(tree, unit)]) for unit in units.to_dict("records")]
    return units.assign(above=pd.Series(above, index=units.index, dtype=object))


def _hits(tree: "object", unit: Mapping[str, object]) -> Iterator[int]:
    if unit["latitude"] is None or unit["geometry"] is None:
        return iter(())
    from shapely import Point

    return iter(tree.query(Point(unit["longitude"], unit["latitude"]), predicate="intersects"))  # type: ignore[attr-defined]


def _holding(unit: Mapping[str, object], areas: list[dict[str, object]]) -> tuple[Above, ...]:
    """Return the units that hold a unit, the nearest level first."""
    rank = PLACE_LEVELS.index(str(unit["place_level"]))
    larger = [
        area for area in areas if area["country_code"] == unit["country_code"] and PLACE_LEVELS.index(str(area["place_level"])) < rank
    ]
    larger.sort(key=lambda area: PLACE_LEVELS.index(str(area["place_level"])), reverse=True)
    return tuple(Above(int(str(area["profile_level"])), str(area["code_text"]), str(area["name_text"])) for area in larger)
