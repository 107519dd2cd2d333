"""The dictionary as Markdown, for people who read it beside the code."""

from publications.dictionary.contents import OPENING, RULES, TITLE, CodeEntry, ColumnEntry, Contents, TableEntry
from schemas.form import LANGUAGES


def dictionary_markdown(told: Contents) -> str:
    """Return the dictionary as one text."""
    parts = [f"# {TITLE}", "<!-- Made by `make dictionary`: change the declarations, not this file. -->", OPENING]
    parts.append("\n".join(f"- {rule}" for rule in RULES))
    parts.append("How tables hang together: [entities.svg](entities.svg).")
    parts.append("\n".join(_line_of_contents(topic, entries) for topic, entries in told.topics.items()))
    for topic, entries in told.topics.items():
        parts += [f"## {topic}", *(_table(entry) for entry in entries)]
    parts += ["## Code lists", *(_code_list(name, codes) for name, codes in told.lists.items())]
    return "\n\n".join(parts) + "\n"


def _line_of_contents(topic: str, entries: tuple[TableEntry, ...]) -> str:
    return f"- **{topic}**: " + ", ".join(f"[{one.name}](#{one.name})" for one in entries)


def _table(entry: TableEntry) -> str:
    parts = [f"### {entry.name}", entry.meaning]
    if entry.grain:
        parts.append(f"Grain: {entry.grain}.")
    if entry.totals:
        parts.append(f"Adding up: {entry.totals}")
    if entry.columns:
        lines = ["| column | kind | meaning |", "|---|---|---|", *(_column(one) for one in entry.columns)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _column(one: ColumnEntry) -> str:
    marks = [word for word, holds in (("key", one.is_key), ("always filled", one.is_required and not one.is_key)) if holds]
    kind = ", ".join([one.kind, *marks])
    links = [f"Codes: [{one.list_name}](#{one.list_name})."] if one.list_name else []
    links += [f"Refers to [{one.reference}](#{one.reference.partition('.')[0]})."] if one.reference else []
    return f"| `{one.name}` | {kind} | {' '.join([_cell(one.meaning), *links])} |"


def _code_list(name: str, codes: tuple[CodeEntry, ...]) -> str:
    lines = [f"| code | {' | '.join(LANGUAGES)} | meaning |", "|---" * (len(LANGUAGES) + 2) + "|"]
    lines += [f"| `{one.code}` | {' | '.join(_cell(one.labels[each]) for each in LANGUAGES)} | {_cell(one.meaning)} |" for one in codes]
    return f"### {name}\n\n" + "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
