"""The sources of the gazetteer: the shipped ones, and a country's own files laid over them; what each brought, and what was left out."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from schemas.reference_files import read_reference, reference_folder
from schemas.registry import table
from schemas.tables import shape
from steps.places.gazetteer_files import CODES, NAMES, PLACES, TERRITORIES, shipped_territories, units_by_source
from steps.places.own_folder import Source
from steps.places.own_gazetteer import ADDED, BY_SIMILAR_NAME, DOUBTFUL, ELSEWHERE, Merged, merge
from steps.places.own_units import listed

SHIPPED_FILES = (*PLACES, *NAMES, CODES, TERRITORIES)
SOURCE_FIELDS = ("source_name", "licence_text", "attribution_text", "version_text")


class Laid(NamedTuple):
    """The gazetteer with all own files laid over it: the frames of `own_gazetteer.Merged`, and `core_gazetteer_sources`."""

    places: pd.DataFrame
    names: pd.DataFrame
    codes: pd.DataFrame
    polygons: pd.DataFrame
    sources: pd.DataFrame


def lay_over(places: pd.DataFrame, names: pd.DataFrame, codes: pd.DataFrame, sources: Iterable[Source]) -> Laid:
    """Return the gazetteer (`core_places`, `core_place_names`, `core_place_codes`) with own files laid over it, one after the other."""
    polygons = pd.DataFrame(columns=["place_id", "geometry"])
    told: list[dict[str, object]] = []
    for source in sources:
        if not source.is_used:
            told.append(_source_row(source, None))
            continue
        merged = merge(places, names, codes, source.units)
        places, names, codes = merged.places, merged.names, merged.codes
        polygons = pd.concat([polygons, merged.polygons], ignore_index=True)
        told.append(_source_row(source, merged))
    polygons = polygons.drop_duplicates("place_id", keep="last", ignore_index=True)
    return Laid(places, names, codes, polygons, shape(told, table("core_gazetteer_sources")))


def shipped_sources() -> pd.DataFrame:
    """Return core_gazetteer_sources of what is shipped with the product, from the gazetteer's own files. Raises BrokenReference."""
    about = {row["source_name"]: row for row in read_reference("gazetteer/sources.csv", SOURCE_FIELDS, ("source_name",))}
    digest = hashlib.sha256(b"".join((reference_folder() / name).read_bytes() for name in SHIPPED_FILES)).hexdigest()
    units = units_by_source()
    polygons = Counter(shipped_territories()["source"])
    told = [
        {
            "source_name": name,
            "is_shipped": True,
            "is_used": True,
            "unit_count": units[name],
            "polygon_count": polygons[name],
            "file_hash": digest,
            **{column: about.get(name, {}).get(column) or None for column in SOURCE_FIELDS[1:]},
        }
        for name in sorted({*units, *polygons})
    ]
    return shape(told, table("core_gazetteer_sources"))


def _source_row(source: Source, merged: Merged | None) -> dict[str, object]:
    row: dict[str, object] = {
        "source_name": source.file_name,
        "is_shipped": False,
        "is_used": source.is_used,
        "profile_text": ", ".join(source.profiles) or None,
        "file_hash": source.file_hash or None,
        "licence_text": source.said.get("licence"),
        "attribution_text": source.said.get("attribution"),
        "valid_on_text": source.said.get("valid_on"),
        "version_text": source.said.get("version"),
        "problem_text": source.problem or None,
        "note_text": "\n".join(source.notes) or None,
        "unit_count": len(source.units),
    }
    return row if merged is None else row | _outcome(merged) | {"note_text": "\n".join([*source.notes, *_notes(merged)]) or None}


def _outcome(merged: Merged) -> dict[str, object]:
    how = merged.outcomes["how"]
    levels = Counter(zip(merged.outcomes["country_code"], merged.outcomes["place_level"], strict=True))
    return {
        "coverage_text": ", ".join(f"{country} {level} {count}" for (country, level), count in sorted(levels.items())),
        "matched_count": int((~how.isin((ADDED, DOUBTFUL))).sum()),
        "added_count": int((how == ADDED).sum()),
        "doubtful_count": int((how == DOUBTFUL).sum()),
        "lacking_count": len(merged.kept),
        "polygon_count": len(merged.polygons),
    }


def _notes(merged: Merged) -> list[str]:
    """Return what people should look at: units named by a similar name, added, in doubt, and ours that the file lacks."""
    outcomes = merged.outcomes
    pairs = [f"{row.name_text} = {row.former_name}" for row in outcomes[outcomes["how"] == BY_SIMILAR_NAME].itertuples()]
    by_kind = {
        "taken for a similar name": pairs,
        "found in another unit above than the file says": _told(outcomes[outcomes["how"] == ELSEWHERE]),
        "added (if one is a unit we have, give us its name in by_hand/names.csv)": _told(outcomes[outcomes["how"] == ADDED]),
        "left as they are, since they may be several places": _told(outcomes[outcomes["how"] == DOUBTFUL]),
        "ours that the file lacks, kept": [f"{row.place_name} ({row.country_code})" for row in merged.kept.itertuples()],
    }
    return [*merged.notes, *(f"{len(words)} {kind}: {listed(words)}" for kind, words in by_kind.items() if words)]


def _told(units: pd.DataFrame) -> list[str]:
    return [f"{row.name_text} ({row.code_text or row.country_code})" for row in units.itertuples()]
