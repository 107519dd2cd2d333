"""The master list of organisations that people extend: names in every language, acronyms and aliases, from `reference/actors.csv`.

An organisation whose `country_code` is one of the programme's countries is known by its names in reports of that country, or where a
report places it there; all others are known everywhere. A name stands for one organisation wherever it holds.
"""

import re
from dataclasses import dataclass
from functools import cache

from schemas.code_lists import code_list
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference

FILE = "actors.csv"
NAMES = tuple(f"name_{language}" for language in LANGUAGES)
COLUMNS = (
    "actor_id", "actor_name", *NAMES, "acronyms", "aliases", "actor_type_code", "country_code", "iati_org_ref", "note_text",
)  # fmt: skip
FILLED = ("actor_name", "actor_type_code", "note_text")
ACTOR_ID = re.compile(r"ORG-[A-Z0-9]+(?:-[A-Z0-9]+)*")
COUNTRY_CODE = re.compile(r"[A-Z]{3}")
BETWEEN = "|"


@dataclass(frozen=True)
class ListedActor:
    """An organisation of the master list.

    `names` are its names by language, `aliases` what it is or was called besides; `country_code` is the seat, ISO 3166-1 alpha-3, empty
    for a multilateral body; `iati_org_ref` its IATI organisation identifier, empty when it has none or it is not certain.
    """

    actor_id: str
    actor_name: str
    names: tuple[tuple[str, str], ...]
    acronyms: tuple[str, ...]
    aliases: tuple[str, ...]
    actor_type_code: str
    country_code: str
    iati_org_ref: str

    @property
    def full_names(self) -> tuple[str, ...]:
        """Every name but the acronyms: the official one first, then by language, then the aliases."""
        return tuple(dict.fromkeys((self.actor_name, *(name for _, name in self.names), *self.aliases)))


@cache
def listed_actors() -> dict[str, ListedActor]:
    """Return the organisations of the master list by id, in the file's order. Raises BrokenReference."""
    actors = {row["actor_id"]: _actor(row) for row in read_reference(FILE, COLUMNS, ("actor_id",))}
    holders: dict[str, str] = {}
    for actor in actors.values():
        if actor.iati_org_ref and holders.setdefault(actor.iati_org_ref.casefold(), actor.actor_id) != actor.actor_id:
            other = holders[actor.iati_org_ref.casefold()]
            raise BrokenReference(f"reference/{FILE}: the IATI identifier {actor.iati_org_ref} means both {other} and {actor.actor_id}.")
    return actors


def _actor(row: dict[str, str]) -> ListedActor:
    where = f"reference/{FILE}, {row['actor_id']}"
    missing = [column for column in FILLED if not row[column]]
    if missing:
        raise BrokenReference(f"{where} lacks {', '.join(missing)}.")
    if not ACTOR_ID.fullmatch(row["actor_id"]):
        raise BrokenReference(f"{where}: an id begins with ORG- and holds capitals, digits and hyphens.")
    if row["actor_type_code"] not in code_list("actor_types").codes:
        raise BrokenReference(f"{where}: {row['actor_type_code']} is no code of actor_types.")
    if row["country_code"] and not COUNTRY_CODE.fullmatch(row["country_code"]):
        raise BrokenReference(f"{where}: {row['country_code']} is no ISO 3166-1 alpha-3 code.")
    return ListedActor(
        row["actor_id"],
        row["actor_name"],
        tuple((language, row[f"name_{language}"]) for language in LANGUAGES if row[f"name_{language}"]),
        _parts(row["acronyms"]),
        _parts(row["aliases"]),
        row["actor_type_code"],
        row["country_code"],
        row["iati_org_ref"],
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(BETWEEN) if part.strip())
