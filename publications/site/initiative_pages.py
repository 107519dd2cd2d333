"""A page for each initiative, its labels in its country's language and in English; and one for each earlier id, which leads on."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup, escape

from publications.site.contents import Contents
from publications.site.environment import own
from publications.site.initiative_records import INITIATIVES, InitiativeRecords, differing, precisions
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE, record_path
from publications.site.records import anchor, figure, helpers, shorten, when
from publications.site.side_by_side import SideBySide, side_by_side
from publications.site.words import Words
from publications.table_rows import PARTS_KNOWN, Row, codes
from schemas.countries import countries
from schemas.form import Question, form

FOLDER, SHEET = "initiatives", "initiatives"
FACTS = (  # questions of the form whose answers stand in the table of facts
    "status_code", "start_date", "end_date", "scaling_stage_code", "primary_theme_code", "theme_codes", "intervention_codes",
    "migration_dimension_codes", "target_group_codes", "is_locally_led", "local_authority_role_code", "is_jmdi_supported",
    "jmdi_phase_code", "partner_countries_text", "is_local_to_local", "gender_marker_code", "sdg_target_codes", "gcm_objective_codes",
    "dac_purpose_codes", "plan_link_text", "is_good_practice", "results_text", "notes_text", "website_url", "source_text",
)  # fmt: skip
MONEY_FACTS = ("funding_source_codes", "donors_text")
WEB = ("http://", "https://")


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of every initiative, and those of earlier ids."""
    records = InitiativeRecords(contents)
    shared = helpers(Words(MAIN_LANGUAGE))
    for initiative in records.initiatives.values():
        yield _page(initiative, records, shared)
    for redirect in contents.rows("core_initiative_redirects"):
        if redirect["old_id"] not in records.initiatives:
            yield _page_of_earlier_id(redirect, records, shared)


def heading(initiative: Row) -> str:
    """Return what an initiative is called where space is short: its title, cut where it is very long, else its id."""
    return shorten(initiative["title_text"] or initiative["local_title_text"]) or str(initiative["initiative_id"])


def _other_names(initiative: Row) -> list[str]:
    """Return the names of an initiative that its heading does not show, in full where that is cut."""
    names = dict.fromkeys(initiative[column] for column in ("title_text", "local_title_text", "acronym_text"))
    return [name for name in names if name is not None and name != heading(initiative)]


def labels_language(country_code: object, language_code: object = None) -> str:
    """Return the language of labels beside English: that of the answers where it is one of the country's, else that of its survey.

    A country that is none of the programme's has English alone.
    """
    known = countries().get(str(country_code))
    if known is None:
        return MAIN_LANGUAGE
    return str(language_code) if language_code in known.other_languages else known.survey_language


def name_of(initiative_id: str) -> str:
    """Return the name of an initiative's page: its path without its suffix."""
    return str(PurePosixPath(record_path(FOLDER, initiative_id)).with_suffix(""))


def _page(initiative: Row, records: InitiativeRecords, shared: Mapping[str, Any]) -> tuple[str, bytes]:
    key = initiative["initiative_id"]
    labels = side_by_side(labels_language(initiative["country_code"], initiative["language_code"]))
    practices = records.of("core_practices", key)
    return render(
        "initiative.html", name_of(key), heading(initiative), records.contents.edition, **shared,
        initiative=initiative, records=records, labels_of=labels, language_of_text=_language(initiative),
        map_address=f"#{anchor(key)}",
        is_example=records.contents.is_example(INITIATIVES, key), practices=practices, products=records.products_of(practices),
        facts=list(_facts(FACTS, initiative, labels)), money_facts=list(_facts(MONEY_FACTS, initiative, labels)),
        unstated=[labels.question(SHEET, code) for code in (*FACTS, *MONEY_FACTS) if initiative[code] is None],
        said=_said(key, records, labels), taken=_taken(labels), other_names=_other_names(initiative),
    )  # fmt: skip


def _page_of_earlier_id(redirect: Row, records: InitiativeRecords, shared: Mapping[str, Any]) -> tuple[str, bytes]:
    today = records.initiatives.get(redirect["initiative_id"] or "")
    labels = side_by_side(labels_language(redirect["country_code"]))
    return render(
        "earlier_id.html", name_of(redirect["old_id"]), shorten(redirect["old_id"]), records.contents.edition, **shared,
        redirect=redirect, today=today, labels_of=labels, heading=heading,
        is_example=today is not None and records.contents.is_example(INITIATIVES, today["initiative_id"]),
    )  # fmt: skip


def _language(initiative: Row) -> str | None:
    """Return the language of the answers, where it is known: browsers choose letters, voices and hyphens by it."""
    language = initiative["language_code"]
    return language if isinstance(language, str) and language.isascii() and language.isalpha() else None


@cache
def _asked() -> Mapping[str, Question]:
    """Return the questions on initiatives by code."""
    return {question.question_code: question for question in form()[SHEET].questions}


def _facts(question_codes: tuple[str, ...], initiative: Row, labels: SideBySide) -> Iterator[tuple[Markup, Markup]]:
    """Yield the label and the answer of each question that is answered."""
    for code in question_codes:
        if initiative[code] is not None:
            yield labels.question(SHEET, code), _in_words(_asked()[code], initiative, labels)


def _in_words(question: Question, row: Row, labels: SideBySide) -> Markup:
    """Return the answer to a question as readers see it."""
    value = row[question.question_code]
    if question.kind == "date":
        return escape(when(row, question.question_code))
    if question.kind == "code":
        return labels.code(question.code_list, value)
    if question.kind == "codes":
        return labels.codes(question.code_list, value)
    if question.kind == "flag":
        return labels.flag(value)
    if question.kind == "amount":
        return escape(figure(value))
    if question.kind == "url" and str(value).lower().startswith(WEB):
        return Markup('<a href="{0}" rel="external noopener noreferrer" dir="ltr">{0}</a>').format(value)
    return own(value, _language(row))


def _said(initiative_id: str, records: InitiativeRecords, labels: SideBySide) -> list[tuple[Markup, list[Row]]]:
    """Return what rounds and respondents said differently, by question: each answer with the rounds, who said it, and whether it counts."""
    history, asked = records.history.get(initiative_id, []), _asked()
    by_column = differing(history)
    known = precisions(history) if by_column else {}
    return [
        (labels.question(SHEET, code), [{**row, "answer": _answer(asked[code], row, known, labels)} for row in rows])
        for code, rows in by_column.items()
        if code in asked
    ]


def _answer(question: Question, said: Row, known: Mapping[tuple[str, str], str], labels: SideBySide) -> Markup | None:
    """Return an answer of the history in words; None for one that was withdrawn."""
    value = said["value_text"]
    if value is None:
        return None
    if question.kind == "date":
        stated = (known.get((question.question_code, response)) for response in codes(said["response_ids"]))
        precision = next((one for one in stated if one), "day")
        return escape(value[: PARTS_KNOWN.get(precision, 10)])
    if question.kind == "flag":
        return labels.code("yes_no", value)
    if question.kind == "amount":
        return escape(figure(float(value)))
    return _in_words(question, {"language_code": None, question.question_code: value}, labels)


def _taken(labels: SideBySide) -> Callable[[Row], list[Markup] | None]:
    """Return what says which answers a received row supplied: their questions, None for all of them."""
    asked = _asked()

    def taken(origin: Row) -> list[Markup] | None:
        if origin["column_names"] is None:
            return None
        return [labels.question(SHEET, code) for code in codes(origin["column_names"]) if code in asked]

    return taken
