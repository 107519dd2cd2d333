"""Mends the text of a cell: letters that were decoded wrongly on the way, and the mark that an export leaves on a text it cut."""

import ftfy
from ftfy.badness import is_bad

from steps.answers.readings import Problem, short

CUT_MARK = "<WARNING: Truncated to Excel limit"  # KoboToolbox's, up to the next >
SHORTEST_MENDED = 4  # two or three odd letters may be a name
LONGEST_TEXT = 32_000  # a cell holds 32,767 characters; what is near it may have been cut by an export
# Only what brings back letters that are certainly there: no straight quotes, no lost letters filled in.
ENCODING_ONLY = ftfy.TextFixerConfig(replace_lossy_sequences=False, fix_c1_controls=False, normalization=None)
LOST = "\ufffd"


def mended(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text as it was written, as far as that is certain, and what was mended or lost."""
    problems: tuple[Problem, ...] = ()
    if text.startswith(CUT_MARK):
        text = text.partition(">")[2].strip()
        problems += (Problem("text-cut", short(text)),)
    elif len(text) > LONGEST_TEXT:
        problems += (Problem("text-long", short(text), f"{len(text):,}"),)
    if text.isascii() or len(text) < SHORTEST_MENDED or not is_bad(text):
        return text, problems
    repaired = ftfy.fix_encoding(text, ENCODING_ONLY)
    if repaired == text or LOST in repaired:
        return text, problems
    return repaired, (*problems, Problem("text-repaired", short(text), suggestion=short(repaired)))
