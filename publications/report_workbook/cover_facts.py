"""What a cover tells of an edition: its key figures, and what to know before using them."""

from collections.abc import Iterator, Mapping, Sequence

from publications.report_workbook.edition import Edition
from publications.report_workbook.sheets import COUNTRY, COVERAGE
from publications.report_workbook.words import SEPARATOR, WorkbookWords

FIRST_LEVEL = "admin1"
WORK = "table_is_for_work_within_the_programme"  # tables without records of their own
RECORDS = (  # what people would look for in a list
    "core_initiatives", "core_actors", "core_partnerships", "core_results", "core_networks", "core_workplan_activities", "core_practices",
    "core_lessons", "core_knowledge_products", "core_indicators",
)  # fmt: skip


def key_figures(edition: Edition) -> list[tuple[str, int | str]]:
    """Return what is counted and how many there are; figures of a country that has not reported count as nothing known."""
    words, reported = edition.words, edition.column("report_completeness", "has_reported")
    units = [row for row in edition.columns(COVERAGE, "place_level_code", "unit_count", "mapped_unit_count") if row[0] == FIRST_LEVEL]
    of_programme = [] if edition.country_code else [(words.say("countries_reported", number=len(reported)), sum(map(bool, reported)))]
    return [
        *of_programme,
        (words.say("rounds"), SEPARATOR.join(_rounds(edition)) or words.say("nothing_reported")),
        (words.say("initiatives_total"), _sum(edition, "report_completeness", "initiative_count")),
        (words.say("initiatives_mapped"), _sum(edition, "report_completeness", "mapped_initiative_count")),
        (words.say("units_mapped", number=sum(row[1] for row in units)), sum(row[2] for row in units)),
        (words.say("organisations_total"), len(edition.column("core_actors", "actor_id", "reporting_country_codes"))),
        (words.say("networks_total"), len(edition.column("report_networks", "network_id"))),
        (words.say("activities_total"), _sum(edition, "report_work_plan_progress", "activity_count")),
        (words.say("practices_total"), len(edition.column("report_practices", "practice_id"))),
    ]


def caveats(edition: Edition) -> list[str]:
    """Return the sentences on what is missing, old, invented, held back, left out, or not on the map."""
    words, completeness, quality = edition.words, "report_completeness", "report_submission_quality"
    reported = edition.columns(completeness, COUNTRY, "has_reported")
    missing = [country for country, has_reported in reported if not has_reported]
    told = [words.say("warn_missing", countries=_names(words, missing))] if missing else []
    told += _stale(edition)
    counts = (
        ("warn_examples", _examples(edition)),
        ("warn_not_mapped", _sum(edition, completeness, "initiative_count") - _sum(edition, completeness, "mapped_initiative_count")),
        ("warn_held_back", _sum(edition, quality, "held_back_count")),
        ("warn_refused", _sum(edition, quality, "refused_file_count")),
    )
    told += [words.say(phrase, number=number) for phrase, number in counts if number]
    reasons = SEPARATOR.join(_left_out(words, edition.source.public.left_out))
    return [*told, *([words.say("warn_left_out", reasons=reasons)] if reasons else [])] or [words.say("warn_none")]


def _stale(edition: Edition) -> Iterator[str]:
    """Yield a sentence on the countries whose latest round is not the programme's."""
    latest = max((one for one in edition.source.column("report_completeness", "latest_round_name") if one), default="")
    rounds = edition.columns("report_completeness", COUNTRY, "latest_round_name")
    old = [country for country, round_name in rounds if round_name and round_name != latest]
    if old:
        yield edition.words.say("warn_stale", round=latest, countries=_names(edition.words, old))


def _left_out(words: WorkbookWords, left_out: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for reason, tables in left_out.items():
        number = sum(tables.get(name, 0) for name in RECORDS)
        if number and reason != WORK:
            yield words.say(f"left_{reason}", number=number)


def _examples(edition: Edition) -> int:
    initiatives = edition.column("core_initiatives", "initiative_id")
    return sum(("core_initiatives", one) in edition.source.public.examples for one in initiatives)


def _rounds(edition: Edition) -> list[str]:
    return sorted({one for one in edition.column("core_submissions", "round_name") if one})


def _names(words: WorkbookWords, country_codes: Sequence[str]) -> str:
    return ", ".join(words.country(code) for code in country_codes)


def _sum(edition: Edition, table_name: str, name: str) -> int:
    return sum(count for count in edition.column(table_name, name) if count)
