"""Mends the text of a cell: letters that were decoded wrongly on the way, and the mark that an export leaves on a text it cut."""

from steps.answers.readings import Problem, short

CUT_MARK = "<WARNING: Truncated to Excel limit"  # KoboToolbox's, up to the next >
# How the first letters look that UTF-8 turns into when it is taken for a Western, Mac or DOS code page. Whether a text with one is
# that, ftfy says, which takes a hundred times as long.
SUSPECTS = ("Ã", "Â", "â€", "Å", "Ø", "Ù", "à¤", "à¥", "√", "├", "┬")
SHORTEST_MENDED = 4  # two or three odd letters may be a name
LONGEST_TEXT = 32_000  # a cell holds 32,767 characters; what is near it may have been cut by an export
LOST = "\ufffd"


def may_need_mending(text: str) -> bool:
    """Whether anything in a text, or in many texts joined, may have to be mended."""
    return CUT_MARK in text or (not text.isascii() and any(suspect in text for suspect in SUSPECTS))


def mended(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text as it was written, as far as that is certain, and what was mended or lost."""
    problems: tuple[Problem, ...] = ()
    if text.startswith(CUT_MARK):
        text = text.partition(">")[2].strip()
        problems += (Problem("text-cut", short(text)),)
    elif len(text) > LONGEST_TEXT:
        problems += (Problem("text-long", short(text), f"{len(text):,}"),)
    if len(text) < SHORTEST_MENDED or not may_need_mending(text):
        return text, problems
    repaired = _repaired(text)
    if repaired == text or LOST in repaired:
        return text, problems
    return repaired, (*problems, Problem("text-repaired", short(text), suggestion=short(repaired)))


def _repaired(text: str) -> str:
    import ftfy  # most files have nothing to mend, and need not wait for it
    from ftfy.badness import is_bad

    if not is_bad(text):
        return text
    # Only what brings back letters that are certainly there: no straight quotes, no lost letters filled in.
    return ftfy.fix_encoding(text, ftfy.TextFixerConfig(replace_lossy_sequences=False, fix_c1_controls=False, normalization=None))
