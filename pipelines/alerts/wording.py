"""What a message says, in the language of its recipient: a subject, and lines of a few styles that e-mail and webhook lay out."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from pipelines.alerts.country_news import Cause, CountryNews
from pipelines.alerts.kinds import Trouble, kind_and_country
from pipelines.alerts.told import ToTell
from schemas.countries import countries
from schemas.findings import finding_codes, set_apart, told_without_facts
from schemas.form import RIGHT_TO_LEFT
from schemas.phrases import ALERT_PHRASES, phrases

HEADING, TEXT, ITEM, SAID, FOOT = "heading", "text", "item", "said", "foot"  # said: by the program itself, in English
MOST_ITEMS = 15  # of one list in a message
UNKNOWN = "…"  # stands where a finding has a value: messages hold none
PREFIX = "JMDI"


class Line(NamedTuple):
    """A line of a message."""

    style: str
    text: str


class Wording(NamedTuple):
    """The words of a message."""

    subject: str
    lines: tuple[Line, ...]


def wording(to_tell: ToTell, language: str, has_workbooks: bool) -> Wording:
    """Return the words for what is to be told. `has_workbooks` says that correction workbooks are attached."""
    say = Words(language)
    lines = chain(
        say.troubles(to_tell.troubles),
        say.ends(to_tell.over),
        *(say.news(news, has_workbooks) for news in to_tell.news),
        [Line(FOOT, say("foot"))],
    )
    return Wording(f"{PREFIX}: {say.subject(to_tell)}", tuple(lines))


def trial_wording(language: str) -> Wording:
    """Return the words of a test message."""
    say = Words(language)
    return Wording(f"{PREFIX}: {say('test_subject')}", (Line(TEXT, say("test_text")), Line(FOOT, say("foot"))))


def title(trouble: Trouble, language: str) -> str:
    """Return a trouble in one line."""
    return Words(language).title(trouble)


class Words:
    """The phrases of one language, and the parts of a message that are made of them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._phrases = phrases(ALERT_PHRASES, language)

    def __call__(self, code: str, /, **facts: object) -> str:
        """Return a phrase with its facts, each in its own direction."""
        return set_apart(self._phrases[code], self.language).format(**facts)

    def subject(self, to_tell: ToTell) -> str:
        """Return the gravest of what is told in a few words, without marks that only bodies may hold."""
        first, count = self._first(to_tell), len(to_tell.troubles) + len(to_tell.over)
        more = count - 1 + (len(to_tell.news) if count else 0)
        return self._plain("subject_more", title=first, count=more) if count and more else first

    def _first(self, to_tell: ToTell) -> str:
        if to_tell.troubles:
            first = to_tell.troubles[0]
            return self._plain(f"{first.kind}_title", **self._facts(first))
        if to_tell.over:
            kind, code = kind_and_country(to_tell.over[0])
            return self._plain(f"{kind}_over", country=self._country(code))
        if len(to_tell.news) == 1:
            return self._plain("subject_news", country=self._country(to_tell.news[0].country_code))
        return self._plain("subject_news_more", count=len(to_tell.news))

    def _plain(self, code: str, /, **facts: object) -> str:
        return self._phrases[code].format(**facts)

    def title(self, trouble: Trouble) -> str:
        """Return a trouble in one line."""
        return self(f"{trouble.kind}_title", **self._facts(trouble))

    def _facts(self, trouble: Trouble) -> dict[str, str]:
        return dict(trouble.facts) | {"country": self._country(trouble.country_code)}

    def _country(self, country_code: str) -> str:
        return countries()[country_code].names[self.language] if country_code else ""

    def troubles(self, found: Iterable[Trouble]) -> Iterator[Line]:
        """Yield what is wrong: each trouble with what to do, and what the program says of it, once."""
        said: set[str] = set()
        for trouble in found:
            yield Line(HEADING, self.title(trouble))
            yield Line(TEXT, self(f"{trouble.kind}_do", **self._facts(trouble)))
            news = [sentence for sentence in trouble.sentences if sentence not in said]
            if news:
                yield Line(TEXT, self("program_says"))
                yield from (Line(SAID, sentence) for sentence in news)
            said.update(news)

    def ends(self, keys: Iterable[str]) -> Iterator[Line]:
        """Yield what is well again."""
        keys = list(keys)
        if keys:
            yield Line(HEADING, self("ended"))
        for kind, code in map(kind_and_country, keys):
            yield Line(ITEM, self(f"{kind}_over", country=self._country(code)))

    def news(self, news: CountryNews, has_workbooks: bool) -> Iterator[Line]:
        """Yield what became of a country's deliveries."""
        yield Line(HEADING, self("subject_news", country=self._country(news.country_code)))
        yield Line(TEXT, self("news_intro", build=news.build_id))
        yield from self._counts(news)
        yield from self._list("news_new", map(self._apart, news.new_names))
        yield from self._list("news_refused", map(self._apart, news.refused_names))
        for severity, count in (("must_fix", news.counts.must_fix), ("please_check", news.counts.please_check)):
            causes = [cause for cause in news.causes if cause.severity_code == severity]
            yield from self._list(f"news_{severity}", map(self._cause, causes), count=count)
        if not news.causes:
            yield Line(TEXT, self("news_well"))
        elif news.workbooks:
            yield from self._list("news_attached" if has_workbooks else "news_workbooks", map(self._apart, news.workbooks))

    def _counts(self, news: CountryNews) -> Iterator[Line]:
        yield Line(ITEM, self("news_files", count=len(news.files)))
        yield Line(ITEM, self("news_answers", count=news.counts.answers))
        yield Line(ITEM, self("news_accepted", count=news.counts.accepted))
        for code, count in (("held_back", news.counts.held_back), ("superseded", news.counts.superseded)):
            if count:
                yield Line(ITEM, self(f"news_{code}", count=count))

    def _cause(self, cause: Cause) -> str:
        is_known = cause.finding_code in finding_codes()  # a build may be older than the causes of today
        told = told_without_facts(cause.finding_code, self.language, UNKNOWN)[0] if is_known else cause.finding_code
        return f"{cause.cell_count} × {told}"

    def _list(self, heading: str, texts: Iterable[str], **facts: object) -> Iterator[Line]:
        texts = list(texts)
        if texts:
            yield Line(TEXT, self(heading, **facts))
        yield from (Line(ITEM, text) for text in texts[:MOST_ITEMS])
        if len(texts) > MOST_ITEMS:
            yield Line(ITEM, self("more", count=len(texts) - MOST_ITEMS))

    def _apart(self, name: str) -> str:
        """Return a name of a file that keeps its direction in a line that runs to the left."""
        return set_apart("{name}", self.language).format(name=name) if self.language in RIGHT_TO_LEFT else name
