"""How every page of the site is made: from its template, in a language, with everything escaped and nothing fetched from outside."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from markupsafe import Markup

from publications.site.environment import template
from publications.site.links import MAIN_LANGUAGE, link, page_path
from publications.site.words import Words
from schemas.build_identity import BuildIdentity

# Pages may load files of their own site only, also when opened from a disk (file:). Attributes style="…" and on…="…" are refused.
POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
)
NAVIGATION = (  # pages that every page leads to, with the phrase that names them
    ("index", "overview"), ("map", "map"), ("initiatives", "initiatives"), ("networks", "networks"), ("practices", "practices"),
    ("plans", "policy_work_plans"), ("knowledge", "knowledge"), ("quality", "data_quality"), ("dictionary", "dictionary"),
    ("downloads", "downloads"),
)  # fmt: skip
MAIN_PAGES = frozenset(name for name, _ in NAVIGATION)


class Edition(NamedTuple):
    """What all pages of one site share: the build that it shows, and which pages are written in which languages."""

    identity: BuildIdentity
    languages: Mapping[str, Sequence[str]]  # by name of page; one that is not named is written in the main language


def render(
    template_name: str, name: str, title: str, edition: Edition, *, language: str = MAIN_LANGUAGE, **values: object
) -> tuple[str, bytes]:
    """Return the path of a page below the site, and the page.

    `name` is the path without language and suffix, such as `countries/MAR`. Templates get the `values`, `say`, `label` and `country`
    (see Words), `to(path)` for the address of another page or file, and `page_to(name)` for that of a page in this language, or in the
    main one where there is none. A value that a template asks for and nobody gave is an error.
    """
    words = Words(language)
    path = page_path(name, language)

    def page_to(other: str) -> str:
        return link(path, page_path(other, language if language in edition.languages.get(other, ()) else MAIN_LANGUAGE))

    page = template(template_name).render(
        name=name, title=title, words=words, say=words.say, label=words.label, country=words.country, identity=edition.identity,
        to=partial(link, path), page_to=page_to, policy=POLICY,
        ways=_ways(language, tuple(page_to(page) for page, _ in NAVIGATION), name if name in MAIN_PAGES else ""),
        languages=[(other, link(path, page_path(name, other))) for other in edition.languages.get(name, ())], **values,
    )  # fmt: skip
    return path, page.encode("utf-8", "replace")


@lru_cache(maxsize=1024)
def _ways(language: str, addresses: tuple[str, ...], name: str) -> Markup:
    """Return the ways on to the main pages as a header has them; thousands of pages have the same ones."""
    ways = [(page, address, phrase) for (page, phrase), address in zip(NAVIGATION, addresses, strict=True)]
    return Markup(template("ways.html").render(ways=ways, say=Words(language).say, name=name))  # noqa: S704  (a template escapes)
