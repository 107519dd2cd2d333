"""Texts as XML 1.0 can hold them: pages' pictures, feeds, and the parts of workbooks and documents."""

import re

REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str, instead: str = "") -> str:
    """Return a text with what no XML may hold, such as control characters, left out or replaced."""
    return REFUSED.sub(instead, text)
