"""The words of site and workbook: each is used and says the same facts in every language, and each that is asked for is there."""

import re

import pytest

from schemas.form import LANGUAGES
from schemas.phrases import MAP_PHRASES, SITE_PHRASES, WORKBOOK_PHRASES, phrases
from schemas.reference_files import CHECKOUT
from schemas.registry.reports import SEVERAL
from steps.handing_on.leave_out import CONSENT, EXAMPLE, REFERS, SECRET, UNRELEASED

FACT = re.compile(r"\{(\w+)\}")
BY_CODE = re.compile("^(sheet|note|column|group)_")  # of a sheet, a column or a group, whose code stands in the program
LEFT_OUT = [f"left_{reason}" for reason in (CONSENT, EXAMPLE, REFERS, SECRET, UNRELEASED)]
COMPLETE = [f"complete_{code}" for code in ("good", "fair", "poor")]
MADE_UP = {*LEFT_OUT, *COMPLETE, *(f"mark_{form}" for form in ("spot", "ring", "diamond")), SEVERAL}


def sources() -> str:
    folders = (CHECKOUT / "publications" / name for name in ("site", "report_workbook", "pictures"))
    paths = [path for folder in folders for path in folder.rglob("*") if "vendor" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix in (".py", ".html", ".js"))


@pytest.mark.parametrize("file_name", [SITE_PHRASES, WORKBOOK_PHRASES])
def test_every_phrase_is_used_and_says_the_same_facts_in_every_language(file_name):
    used = {*re.findall(r"""["'](\w+)["']""", sources()), *MADE_UP}
    assert [code for code in phrases(file_name, "en") if not {code, BY_CODE.sub("", code)} & used] == []
    facts = {language: {code: set(FACT.findall(text)) for code, text in phrases(file_name, language).items()} for language in LANGUAGES}
    assert [code for code, own in facts["en"].items() for language in LANGUAGES if facts[language][code] != own] == []


def test_every_phrase_that_is_asked_for_is_there():
    asked = {*re.findall(r"""\bsay\(\s*["'](\w+)["']\s*[),]""", sources()), *MADE_UP}
    known = {code for name in (SITE_PHRASES, WORKBOOK_PHRASES, MAP_PHRASES) for code in phrases(name, "en")}
    assert asked - known == set()
