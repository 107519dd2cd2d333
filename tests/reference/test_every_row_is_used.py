"""Rows of `reference/` that the code names: each is used somewhere, and nothing is named that is not there."""

import ast

from schemas.answer_rules import answer_rules
from schemas.correction_workbook import words
from schemas.findings import finding_codes
from schemas.reference_files import CHECKOUT

ROOMS = ("schemas", "steps", "assets", "pipelines", "warehouse", "publications")
ALSO_SPEAK = ("schemas/correction_workbook.py", "pipelines/printing_checks.py")  # beside the correction workbook, its words
MAKERS = {"finding", "refused", "unsafe", "Problem", "Refusal", "Note", "_hold_back"}  # what is given a finding code first, or second


def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for room in ROOMS for path in (CHECKOUT / room).rglob("*.py")]


def texts_of(*nodes: ast.AST) -> set[str]:
    return {one.value for node in nodes for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_finding_code_is_told_by_the_code_or_by_a_rule():
    told = texts_of(*trees()) | {rule.finding_code for rule in answer_rules()}
    assert set(finding_codes()) - told == set()


def test_every_finding_that_the_code_tells_is_there():
    calls = [node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call.args[:2] for call in calls if getattr(call.func, "id", "") in MAKERS]
    told = {one.value for args in named for one in args if isinstance(one, ast.Constant) and "-" in str(one.value)}
    assert len(told) > len(finding_codes()) / 2, "the names of what makes findings have changed"
    assert told - set(finding_codes()) == set()


def test_every_word_of_the_correction_workbook_is_written_in_it():
    writers = (*(CHECKOUT / "publications" / "corrections").glob("*.py"), *(CHECKOUT / name for name in ALSO_SPEAK))
    assert set(words()) - texts_of(*(ast.parse(path.read_text(encoding="utf-8")) for path in writers)) == set()
