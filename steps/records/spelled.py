"""Spells out a value as people write it, for findings that name values of tables."""

from schemas.code_lists import code_list
from schemas.form import Question


def spelled(question: Question, value: str, language: str) -> str:
    """Return a value as people write it: codes by their labels, yes and no, figures without a zero behind the point."""
    if question.kind == "flag":
        value = "yes" if value == "True" else "no"
    if question.code_list and question.kind in ("flag", "code", "codes"):
        labels = code_list(question.code_list).labels
        return ", ".join(labels[code][language] if code in labels else code for code in value.split("|"))
    return f"{float(value):.15g}" if question.kind in ("amount", "number", "share") else value
