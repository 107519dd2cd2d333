"""The first page: what is known, of which countries, how good and how fresh it is."""

from collections.abc import Iterator

from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.words import Words


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the overview in every language."""
    for language in contents.edition.languages["index"]:
        title = Words(language).say("overview")
        yield render(
            "overview.html", "index", title, contents.edition, language=language, completeness=contents.rows("report_completeness")
        )
