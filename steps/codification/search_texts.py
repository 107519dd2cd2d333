"""Brings together what a practice says, for the full-text search, with other spellings of its Arabic and Nepali words.

SQLite's search knows nothing of joined particles and postpositions: للهجرة would not be found as الهجرة. So every form that a reader may
ask for stands beside the text. Latin words need none: the search itself takes off case and accents, and `remes*` finds plurals.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from schemas.codification import section_texts
from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape
from steps.identity.words import forms, plain, split_words
from steps.text import clean_text

Record = Mapping[str, object]
KEYWORDS = "keywords_text"
LESSON_TEXTS = ("lesson_text", "evidence_text", "recommendation_text")
NEW_LINE = "\n"
SHORTEST = 2  # letters of a word without its endings


def practice_texts(practices: pd.DataFrame, lessons: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Return core_practice_texts: the practices whose texts nobody forbids to hand over.

    `practices` is core_practices, `lessons` core_lessons, `scores` report_practices.
    """
    free = set(scores.loc[scores["barrier_codes"].isna(), "practice_id"])
    taught: dict[str, list[str]] = {}
    for lesson in answers_of(lessons):
        taught.setdefault(str(lesson["practice_id"]), []).append(_joined(lesson, LESSON_TEXTS) or "")
    told = [_texts(one, taught.get(str(one["practice_id"]), [])) for one in answers_of(practices) if one["practice_id"] in free]
    return shape(told, table("core_practice_texts"))


def _texts(practice: Record, lessons: Iterable[str]) -> dict[str, object]:
    texts = {
        "title_text": practice["title_text"],
        "sections_text": _joined(practice, [column for column in section_texts() if column != KEYWORDS]),
        "lessons_text": NEW_LINE.join(lessons) or None,
        KEYWORDS: practice[KEYWORDS],
    }
    spellings = " ".join(dict.fromkeys(form for text in texts.values() if text is not None for form in other_spellings(str(text))))
    return {name: practice[name] for name in ("practice_id", "country_code", "response_id")} | texts | {"spellings_text": spellings or None}


def _joined(record: Record, columns: Iterable[str]) -> str | None:
    return NEW_LINE.join(str(record[column]) for column in columns if record[column] is not None) or None


def other_spellings(text: str) -> list[str]:
    """Return the words of other scripts than Latin without their joined parts, each as written and as spellings are compared."""
    written = [*split_words(clean_text(text)), *split_words(plain(text))]
    return list(dict.fromkeys(form for word in written if not plain(word).isascii() for form in (*forms(word), *_beginnings(word))))


def _beginnings(word: str) -> list[str]:
    """Return the beginnings of a word that are the word without its endings, in its own letters."""
    bare = set(forms(plain(word)))
    return [word[:length] for length in range(SHORTEST, len(word)) if plain(word[:length]) in bare]
