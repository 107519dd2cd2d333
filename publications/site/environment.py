"""How templates are read: everything escaped, an unknown name an error, and calls and columns of rows looked up without detours."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"
UNSTATED = Markup('<span class="unstated">–</span>')


class _Context(Context):
    def call(self, called: Callable[..., Any], /, *args: Any, _loop_vars: object = None, _block_vars: object = None, **facts: Any) -> Any:
        """Return what a function or macro returns: none here asks for the context, for which Jinja looks at each call of each page."""
        return called(*args, **facts)


class _Environment(Environment):
    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a column of a row, or an attribute: most of what pages ask for are columns."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def own(text: object, language: str | None = None) -> Markup:
    """Return a text of a respondent, which reads in its own direction and bears its language where that is known; a dash for none."""
    if text is None or text == "":
        return UNSTATED
    spoken = f' lang="{escape(language)}"' if language else ""
    return Markup(f'<span class="own-words" dir="auto"{spoken}>{escape(text)}</span>')  # noqa: S704  (escaped here)


def dash(text: object) -> object:
    """Return a text, or a dash for none."""
    return UNSTATED if text is None or text == "" else text


def data_block(value: object) -> Markup:
    """Return data as JSON that may stand inside a script element of type application/json; no text can end the element.

    Raises ValueError for NaN and infinity, which are no JSON.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704  (escaped here)


@cache
def template(name: str) -> Template:
    """Return a template of the site."""
    return environment().get_template(name)


@cache
def environment() -> _Environment:
    """Return what all templates are read by."""
    folder = FileSystemLoader(TEMPLATES)
    made = _Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, auto_reload=False)
    made.globals |= {"own": own, "dash": dash}
    made.filters["data_block"] = data_block
    return made
