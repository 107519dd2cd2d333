"""The quality of the data: what came in and how fresh it is, what is missing, which places are open, and what this site leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from publications.site.contents import Contents
from publications.site.initiative_pages import FACTS, MONEY_FACTS, SHEET
from publications.site.initiative_records import INITIATIVES
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.records import by_country, chosen, helpers, indexed, when
from publications.site.words import Words
from publications.table_rows import Row
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import form

NAME = "quality"
FOUND = "matched"
ASKED = ("title_text", "summary_text", *FACTS, *MONEY_FACTS, "budget_amount", "language_code")
# Why rows are left out of what anybody may see, in the words of readers.
WHY = {
    "consent_is_not_publish": "Their sender has not agreed that they are published, or has not said so.",
    "initiative_is_confidential": "A respondent says that the initiative is confidential.",
    "practice_is_not_released": "The practice has not been released for publication.",
    "record_is_an_invented_example": "They are invented examples, sent for trying the form.",
    "row_refers_to_what_is_left_out": "They tell of something that is left out.",
    "table_is_for_work_within_the_programme": "They belong to the data team's daily work: findings, doubtful places, pairs of reports.",
}


class Freshness(NamedTuple):
    """What came from a country in a round: files, rows accepted and held back, and the last day on a cover."""

    country_code: str
    round_name: str
    file_count: int
    accepted_count: int
    held_back_count: int
    last_day: str
    is_example: bool


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of data quality."""
    words = Words(MAIN_LANGUAGE)
    places = by_country(chosen(contents, "core_initiative_places", "country_code", "status_code"))
    yield render(
        "quality.html", NAME, words.say("data_quality"), contents.edition, **helpers(words),
        country_codes=list(countries()), completeness=indexed(contents.rows("report_completeness"), "country_code"),
        received=indexed(contents.rows("report_submission_quality"), "country_code"), rounds=rounds(contents.rows("core_submissions")),
        statuses=code_list("geocode_statuses").codes, places={code: _counted(rows) for code, rows in places.items()}, found=FOUND,
        unknown=unknown_answers(contents), initiative_count=len(contents.table(INITIATIVES)), left_out=_left_out(contents.public.left_out),
    )  # fmt: skip


def rounds(files: Sequence[Row]) -> list[Freshness]:
    """Return what came in by country and round, the latest round of a country first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for code, rows in by_country(files).items():
        for row in rows:
            groups.setdefault((code, row["round_name"]), []).append(row)
    order = {code: place for place, code in enumerate(by_country(files))}
    latest_first = sorted(sorted(groups, key=lambda key: key[1], reverse=True), key=lambda key: order[key[0]])
    return [_freshness(key, groups[key]) for key in latest_first]


def unknown_answers(contents: Contents) -> list[tuple[str, int]]:
    """Return the questions on initiatives with how many initiatives leave each open, the least known first."""
    answers = contents.table(INITIATIVES)
    labels = {question.question_code: question.labels[MAIN_LANGUAGE] for question in form()[SHEET].questions}
    counted = [(labels[code], int(answers[code].isna().sum())) for code in ASKED]
    return sorted(counted, key=lambda one: (-one[1], one[0]))


def _freshness(key: tuple[str, str], files: Sequence[Row]) -> Freshness:
    return Freshness(
        *key,
        len(files),
        sum(row["accepted_count"] for row in files),
        sum(row["held_back_count"] for row in files),
        max((when(row, "submission_date") for row in files), default=""),
        all(row["is_example"] for row in files),
    )


def _counted(places: Sequence[Row]) -> Row:
    counts = dict.fromkeys(code_list("geocode_statuses").codes, 0)
    for row in places:
        counts[row["status_code"]] = counts.get(row["status_code"], 0) + 1
    return counts


def _left_out(left_out: Mapping[str, Mapping[str, int]]) -> list[tuple[str, int, int]]:
    """Return why rows are left out, with the records of initiatives and practices among them, and all rows."""
    return [
        (WHY[reason], counts.get(INITIATIVES, 0) + counts.get("core_practices", 0), sum(counts.values()))
        for reason, counts in sorted(left_out.items())
    ]
