"""The version of the schema, in the sense of semantic versions, and what it was given for: the shape of tables, layers and code lists.

`reference/schema/versions.csv` has the versions, the last one is that of today; `shape.csv` there has its shape, so that a change of a
declaration that gets no version of its own is noticed.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from schemas.code_lists import code_list, code_list_names
from schemas.reference_files import read_reference
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS

VERSIONS, SHAPE = "schema/versions.csv", "schema/shape.csv"
VERSION_FIELDS = ("version", "made_date", "what_changed")
SHAPE_FIELDS = ("owner_name", "member_name", "form_text")
CODES = "codes of "
Shape = Mapping[tuple[str, str], str]


class Step(NamedTuple):
    """What a change of the schema asks for: `major` when analysts' queries may break, else `minor`; and what changed, in words."""

    kind: str
    what_changed: str


@cache
def schema_version() -> str:
    """Return the version of the schema. Raises BrokenReference."""
    return read_reference(VERSIONS, VERSION_FIELDS, ("version",))[-1]["version"]


def is_newer(version: str, than: str) -> bool:
    """Return whether a version is newer than another; one that is none, as of builds from before there were versions, is not."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def recorded_shape() -> Shape:
    """Return the shape that the version was given for: what a member is, by owner and member. Raises BrokenReference."""
    rows = read_reference(SHAPE, SHAPE_FIELDS, ("owner_name", "member_name"))
    return {(row["owner_name"], row["member_name"]): row["form_text"] for row in rows}


def declared_shape() -> Shape:
    """Return the shape that is declared: every column of tables and layers, and every code."""
    columns = {
        (one.name, column.name): " ".join(filter(None, (
            column.kind, "key" if column.name in one.key else "", "required" if column.is_required else "", column.code_list,
            column.references,
        )))
        for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values())
        for column in one.columns
    }  # fmt: skip
    return columns | {(f"{CODES}{name}", code): "code" for name in code_list_names() for code in code_list(name).codes}


def step(before: Shape, now: Shape) -> Step | None:
    """Return what a change of shape asks for, None when nothing changed. What is gone or is another thing makes a major version."""
    gone = sorted(before.keys() - now.keys())
    other = sorted(member for member in before.keys() & now.keys() if before[member] != now[member])
    new = sorted(now.keys() - before.keys())
    told = [
        *(f"removed {_members(gone)}" for _ in gone[:1]),
        *(f"changed {_members(other)}" for _ in other[:1]),
        *(f"added {_members(new)}" for _ in new[:1]),
    ]
    return Step("major" if gone or other else "minor", "; ".join(told)) if told else None


def _members(members: list[tuple[str, str]]) -> str:
    owners = dict.fromkeys(owner for owner, _ in members)
    return ", ".join(f"{owner} ({' '.join(member for other, member in members if other == owner)})" for owner in owners)


def next_version(version: str, kind: str) -> str:
    """Return the version that follows by a step of the kind."""
    major, minor, _ = (int(number) for number in version.split("."))
    return f"{major + 1}.0.0" if kind == "major" else f"{major}.{minor + 1}.0"
