"""The words by which titles and summaries are compared across languages, from `reference/identity/words.csv`.

A row is a concept with its forms in every language, parted by `|`. Texts mix languages and seldom say theirs, so a form stands for one
concept whatever its language. A form in capitals (HIV, ONG) is a short form that names no initiative.
"""

from dataclasses import dataclass
from functools import cache

from schemas.code_lists import fold_label
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

FILE = "identity/words.csv"
WORD_LANGUAGES = ("en", "es", "fr", "it", "ar", "ne", "fil")
WORD_COLUMNS = tuple(f"words_{language}" for language in WORD_LANGUAGES)
BOILERPLATE, FIELD, TOPIC = KINDS = ("boilerplate", "field", "topic")


@dataclass(frozen=True)
class Concept:
    """What words of several languages mean alike.

    `kind` is BOILERPLATE (says nothing about which initiative it is), FIELD (shared by very many) or TOPIC (narrows it down). `forms` are
    as written in the file, of all languages.
    """

    concept_code: str
    kind: str
    forms: tuple[str, ...]


@cache
def identity_words() -> dict[str, Concept]:
    """Return the concepts by code, in the file's order. Raises BrokenReference, also when a form would stand for two concepts."""
    rows = read_reference(FILE, ("concept_code", "kind", *WORD_COLUMNS), ("concept_code",))
    concepts = {row["concept_code"]: _concept(row) for row in rows}
    meanings: dict[str, str] = {}
    for code, concept in concepts.items():
        for form in concept.forms:
            other = meanings.setdefault(fold_label(form), code)
            if other != code:
                raise BrokenReference(f"reference/{FILE}: '{form}' stands for both {other} and {code}; keep it in one of them.")
    return concepts


def _concept(row: dict[str, str]) -> Concept:
    code = row["concept_code"]
    if row["kind"] not in KINDS:
        raise BrokenReference(f"reference/{FILE}, {code}: the kind '{row['kind']}' is none of {', '.join(KINDS)}.")
    forms = tuple(form.strip() for column in WORD_COLUMNS if row[column] for form in row[column].split("|"))
    if not forms or not all(fold_label(form) for form in forms):
        raise BrokenReference(f"reference/{FILE}, {code} has no form, or an empty one between two bars.")
    return Concept(code, row["kind"], forms)
