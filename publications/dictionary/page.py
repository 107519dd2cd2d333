"""The dictionary as one page: nothing is fetched from elsewhere, and it is read on a phone, on a screen and on paper."""

from html import escape
from pathlib import Path

from publications.dictionary.contents import OPENING, RULES, TITLE, CodeEntry, ColumnEntry, Contents, TableEntry
from schemas.form import LANGUAGES

FROM_THE_RIGHT = ("ar",)


def dictionary_page(told: Contents, entities: str) -> bytes:
    """Return the page as HTML; `entities` is the diagram as SVG."""
    looks, search = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    body = [
        f"<header><h1>{escape(TITLE)}</h1><p>{escape(OPENING)}</p><ul>{''.join(f'<li>{_text(rule)}</li>' for rule in RULES)}</ul></header>",
        '<p class="find"><label>Find a table, column or code <input type="search" id="find" autocomplete="off"></label> '
        '<output id="found"></output></p>',
        _ways(told, "<a href='#entities'>Diagram</a>, "),
        f'<section id="entities"><h2>How tables hang together</h2><div class="wide">{entities}</div></section>',
        dictionary_sections(told),
    ]
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'><title>{escape(TITLE)}</title>"
    page = f"<!doctype html>\n<html lang='en'><head>{head}<style>{looks}</style></head><body>\n" + "\n".join(body)
    return f"{page}\n<script>{search}</script></body></html>\n".encode()


def dictionary_ways(told: Contents) -> str:
    """Return the links to every table by topic, and to the code lists, as HTML."""
    return _ways(told)


def dictionary_sections(told: Contents) -> str:
    """Return the sections of the dictionary as HTML: one a topic, with an article for each table, and one of the code lists."""
    lists = "".join(_code_list(name, codes) for name, codes in told.lists.items())
    topics = "\n".join(_topic(topic, entries) for topic, entries in told.topics.items())
    return f"{topics}\n<section><h2 id='code-lists'>Code lists</h2>{lists}</section>"


def _ways(told: Contents, diagram: str = "") -> str:
    lines = [f"<li><b>{escape(topic)}</b> {', '.join(_link(one.name) for one in entries)}</li>" for topic, entries in told.topics.items()]
    return f"<nav aria-label='Tables by topic'><ul>{''.join(lines)}<li>{diagram}<a href='#code-lists'>Code lists</a></li></ul></nav>"


def _topic(topic: str, entries: tuple[TableEntry, ...]) -> str:
    return f"<section><h2>{escape(topic)}</h2>{''.join(_table(one) for one in entries)}</section>"


def _table(entry: TableEntry) -> str:
    parts = [f"<h3>{escape(entry.name)} <small>{escape(entry.kind)}</small></h3><p>{_text(entry.meaning)}</p>"]
    parts += [f"<p><b>Grain:</b> {escape(entry.grain)}.</p>"] if entry.grain else []
    parts += [f"<p><b>Adding up:</b> {_text(entry.totals)}</p>"] if entry.totals else []
    if entry.columns:
        rows = "".join(_column(one, entry.name) for one in entry.columns)
        head = "<thead><tr><th scope='col'>Column<th scope='col'>Kind<th scope='col'>Meaning</tr></thead>"
        parts.append(f"<table>{head}<tbody>{rows}</tbody></table>")
    return f"<article id='{escape(entry.name)}'>{''.join(parts)}</article>"


def _column(one: ColumnEntry, table_name: str) -> str:
    marks = [word for word, holds in (("key", one.is_key), ("always filled", one.is_required and not one.is_key)) if holds]
    links = f" Codes: {_link(one.list_name)}." if one.list_name else ""
    links += f" Refers to {_link(one.reference)}." if one.reference else ""
    kind = escape(", ".join([one.kind, *marks]))
    row = f"<tr id='{escape(table_name)}.{escape(one.name)}'>"
    return f"{row}<th scope='row'>{_text(one.name)}<td class='kind'>{kind}<td>{_text(one.meaning)}{links}</tr>"


def _code_list(name: str, codes: tuple[CodeEntry, ...]) -> str:
    rows = "".join(_code(one) for one in codes)
    head = "<thead><tr><th scope='col'>Code<th scope='col'>English<th scope='col'>Meaning and other languages</tr></thead>"
    return f"<article id='{escape(name)}'><h3>{escape(name)}</h3><table>{head}<tbody>{rows}</tbody></table></article>"


def _code(one: CodeEntry) -> str:
    others = "".join(_label(language, one.labels[language]) for language in LANGUAGES if language != "en")
    meaning = f"{escape(one.meaning)}<div class='labels'>{others}</div>"
    return f"<tr><th scope='row'>{escape(one.code)}<td>{escape(one.labels['en'])}<td>{meaning}</tr>"


def _label(language: str, text: str) -> str:
    direction = " dir='rtl'" if language in FROM_THE_RIGHT else ""
    return f"<span lang='{language}'{direction}>{escape(text)}</span>"


def _link(name: str) -> str:
    return f"<a href='#{escape(name)}'>{_text(name)}</a>"


def _text(text: str) -> str:
    """Return a text for the page, where long names may be broken after an underscore: on a phone they are wider than the screen."""
    return escape(text).replace("_", "_<wbr>")
