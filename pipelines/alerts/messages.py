"""A message as it waits to be sent, and how it is laid out: plain text, the same in HTML, and JSON for a webhook."""

import html
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from pipelines.alerts.wording import FOOT, HEADING, ITEM, SAID, TEXT, Line
from schemas.form import RIGHT_TO_LEFT

MOST_OF_SUBJECT = 120  # characters


@dataclass(frozen=True)
class Message:
    """A message to one recipient, whose address is looked up only when it is sent.

    `message_id` stays the same however often it is sent. `events` say in codes what `lines` say in words; `workbooks` are correction
    workbooks to attach, by build and path.
    """

    message_id: str
    recipient: str
    made_at: datetime
    language: str
    subject: str
    lines: tuple[Line, ...]
    events: tuple[dict[str, str], ...] = ()
    workbooks: tuple[tuple[str, str], ...] = ()

    @property
    def short_subject(self) -> str:
        """The subject as a header may hold it: one line, not too long."""
        line = " ".join(self.subject.split())
        return line if len(line) <= MOST_OF_SUBJECT else f"{line[: MOST_OF_SUBJECT - 1]}…"


def as_text(message: Message) -> str:
    """Return a message as plain text, with an empty line before each part."""
    marks = {ITEM: "- ", SAID: "  "}
    styles = [HEADING, *(style for style, _ in message.lines)]
    written = []
    for before, (style, text) in zip(styles, message.lines, strict=False):
        begins_part = style in (HEADING, FOOT) or (style == TEXT and before in (ITEM, SAID))
        written += [""] * begins_part + [f"{marks.get(style, '')}{text}"]
    return "\n".join(written).strip() + "\n"


def as_html(message: Message) -> str:
    """Return a message as HTML, so that a line that runs to the left is shown so."""
    direction = "rtl" if message.language in RIGHT_TO_LEFT else "ltr"
    parts = groupby(map(_element, message.lines), key=lambda element: element.startswith("<li>"))
    body = "".join(f"<ul>{''.join(elements)}</ul>" if are_items else "".join(elements) for are_items, elements in parts)
    head = f'<meta charset="utf-8"><title>{html.escape(message.short_subject)}</title>'
    return f'<!DOCTYPE html><html lang="{message.language}" dir="{direction}"><head>{head}</head><body>{body}</body></html>\n'


def _element(line: Line) -> str:
    text = html.escape(line.text)
    if line.style == SAID:
        return f'<p lang="en" dir="ltr">{text}</p>'
    name = {HEADING: "h2", ITEM: "li"}.get(line.style, "p")
    return f"<{name}>{text}</{name}>"


def as_json(message: Message) -> dict[str, Any]:
    """Return a message as a webhook gets it; `text` is what chat services show."""
    return {
        "message_id": message.message_id,
        "made_at": message.made_at.isoformat(timespec="seconds"),
        "language": message.language,
        "subject": message.short_subject,
        "text": f"{message.short_subject}\n\n{as_text(message)}",
        "events": list(message.events),
    }
