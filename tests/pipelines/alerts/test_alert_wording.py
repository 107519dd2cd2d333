"""The words of messages: the same facts in every language, none missing, none that nobody uses, and no value of any answer."""

import re

import pytest

from pipelines.alerts.country_news import Cause, CountryNews, Counts, FileTold
from pipelines.alerts.kinds import KINDS, Trouble
from pipelines.alerts.told import ToTell
from pipelines.alerts.wording import HEADING, trial_wording, wording
from schemas.findings import ISOLATE, finding_codes
from schemas.form import LANGUAGES
from schemas.phrases import ALERT_PHRASES, phrases
from schemas.reference_files import CHECKOUT

FACT = re.compile(r"\{(\w+)\}")
FACTS = tuple(
    {
        "count": "3",
        "megabytes": "5",
        "hours": "30",
        "limit": "26",
        "made_at": "2015-09-28 02:00",
        "since": "2015-01-01",
        "months": "6",
    }.items()
)
FILES = tuple(FileTold(f"MAR/2015/{number}.xlsx", str(number), "refused" if number == 1 else "read") for number in range(20))
CAUSES = (Cause("must_fix", "code-unknown", 4), Cause("please_check", "answer-empty", 9), Cause("note", "of-another-version", 1))
NEWS = CountryNews("MAR", "b1", Counts(12, 9, 2, 1, 4, 9), FILES, CAUSES, ("MAR/2015-0.xlsx",), tuple(file.name for file in FILES))


def troubles_of_every_kind() -> tuple[Trouble, ...]:
    return tuple(Trouble(kind, "MAR", (*FACTS, ("code", "MAR")), ("It says so.",)) for kind in KINDS)


def test_phrases_have_the_same_facts_in_every_language_and_each_is_used():
    facts = {language: {code: set(FACT.findall(text)) for code, text in phrases(ALERT_PHRASES, language).items()} for language in LANGUAGES}
    assert [code for code, own in facts["en"].items() for language in LANGUAGES if facts[language][code] != own] == []
    wording_text = (CHECKOUT / "pipelines" / "alerts" / "wording.py").read_text(encoding="utf-8")
    by_kind = {f"{kind}_{part}" for kind in KINDS for part in ("title", "do", "over")}
    otherwise = {"test_subject", "news_held_back", "news_superseded", "news_must_fix", "news_please_check"}
    assert set(facts["en"]) - by_kind - otherwise - set(re.findall(r'"(\w+)"', wording_text)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_begins_and_ends_in_every_language(language):
    found = troubles_of_every_kind()
    words = wording(ToTell(found, tuple(one.key for one in found), (NEWS,)), language, has_workbooks=False)
    text = "\n".join([words.subject, *(line.text for line in words.lines)])
    assert "{" not in text
    assert sum(line.style == HEADING for line in words.lines) == len(KINDS) + 2
    assert text.count("It says so.") == 1
    assert ISOLATE not in words.subject
    assert trial_wording(language).subject.startswith("JMDI: ")


@pytest.mark.parametrize(
    ("to_tell", "subject"),
    [
        (ToTell(troubles_of_every_kind()[:1]), "JMDI: The build that readers have is damaged"),
        (ToTell(troubles_of_every_kind()[:1], ("disk_low",), (NEWS,)), "JMDI: The build that readers have is damaged (and 2 more)"),
        (ToTell(over=("rows_lost:MAR",)), "JMDI: Morocco: no missing rows stop the refresh any more"),
        (ToTell(news=(NEWS,)), "JMDI: Morocco: what became of your deliveries"),
        (ToTell(news=(NEWS, NEWS)), "JMDI: What became of the deliveries of 2 countries"),
    ],
)
def test_a_subject_says_the_gravest_first(to_tell, subject):
    assert wording(to_tell, "en", has_workbooks=False).subject == subject


def test_a_focal_point_reads_counts_causes_and_names_of_files():
    words = wording(ToTell(news=(NEWS,)), "en", has_workbooks=False)
    assert [line.text for line in words.lines][:8] == [
        "Morocco: what became of your deliveries",
        "This is how it stands after the build b1.",
        "Files received: 20",
        "Rows with answers: 12",
        "Of these, accepted: 9",
        "Of these, held back until corrected: 2",
        "Of these, replaced by a corrected file: 1",
        "New or changed files:",
    ]
    texts = [line.text for line in words.lines]
    assert "and 5 more" in texts  # of 20 files
    assert texts[texts.index("To fix: 4") + 1] == """4 × "…" is not an accepted answer to …."""
    assert texts[texts.index("Files that could not be read:") + 1] == "MAR/2015/1.xlsx"
    assert "MAR/2015-0.xlsx" in texts


def test_every_cause_of_findings_can_be_told_even_one_of_an_earlier_version():
    causes = tuple(Cause("must_fix", code, 1) for code in (*finding_codes(), "cause-of-long-ago"))
    for start in range(0, len(causes), 15):
        news = CountryNews("MAR", "b1", Counts(1, 1, 0, 0, 1, 0), FILES, causes[start : start + 15])
        for language in LANGUAGES:
            assert all("{" not in line.text for line in wording(ToTell(news=(news,)), language, has_workbooks=False).lines)
