"""What senders are told: the same facts in every language, in its own script, without the sentences that lack their fact."""

import re
import unicodedata

import pytest

from schemas.findings import END_OF_ISOLATE, FACT, FACTS, ISOLATE, Spot, finding, finding_codes
from schemas.form import LANGUAGES

SCRIPTS = {"en": "LATIN", "es": "LATIN", "fr": "LATIN", "ar": "ARABIC", "ne": "DEVANAGARI"}
ENDS = {"en": ".?", "es": ".?", "fr": ".?", "ar": ".؟", "ne": "।?"}
PARTS = ("message", "suggestion")
BOTH = {"suggestion": "Cerrada", "accepted": "Cerrada, Cancelada"}


def said(code: str, language: str, **facts: str) -> dict[str, object]:
    return finding(code, Spot("s", "MAR", "f.xlsx", language), **facts)


@pytest.mark.parametrize("code", finding_codes())
@pytest.mark.parametrize("part", PARTS)
def test_every_language_names_the_facts_that_english_names(code, part):
    words = finding_codes()[code]
    named = {language: set(FACT.findall(words[f"{part}_{language}"])) for language in LANGUAGES}
    assert named == dict.fromkeys(LANGUAGES, named["en"])


@pytest.mark.parametrize("code", finding_codes())
@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_in_the_script_of_its_language_and_ends(code, part):
    for language in LANGUAGES:
        text = finding_codes()[code][f"{part}_{language}"]
        written = {unicodedata.name(mark).split()[0] for mark in FACT.sub("", text) if mark.isalpha()}
        assert written - {"LATIN"} == {SCRIPTS[language]} - {"LATIN"}, text
        assert text[-1] in ENDS[language], text


@pytest.mark.parametrize(
    ("language", "whole", "accepted_only", "suggestion_only"),
    [
        ("en", "Did you mean Cerrada? Accepted: Cerrada, Cancelada.", "Accepted: Cerrada, Cancelada.", "Did you mean Cerrada?"),
        ("es", "¿Quiso decir Cerrada? Se acepta: Cerrada, Cancelada.", "Se acepta: Cerrada, Cancelada.", "¿Quiso decir Cerrada?"),
        ("fr", "Vouliez-vous dire Cerrada ? Réponses acceptées : Cerrada, Cancelada.", "Réponses acceptées : Cerrada, Cancelada.",
         "Vouliez-vous dire Cerrada ?"),
        ("ar", "هل المقصود Cerrada؟ الأجوبة المقبولة: Cerrada, Cancelada.", "الأجوبة المقبولة: Cerrada, Cancelada.", "هل المقصود Cerrada؟"),
        ("ne", "के तपाईंले Cerrada भन्न खोज्नुभएको हो? स्वीकार्य उत्तर: Cerrada, Cancelada।", "स्वीकार्य उत्तर: Cerrada, Cancelada।",
         "के तपाईंले Cerrada भन्न खोज्नुभएको हो?"),
    ],
)  # fmt: skip
def test_a_sentence_without_its_fact_is_left_out_in_every_language(language, whole, accepted_only, suggestion_only):
    shown = [said("code-unknown", language, value="x", detail="y", **facts)["suggestion_text"] for facts in (
        BOTH, {"accepted": BOTH["accepted"]}, {"suggestion": BOTH["suggestion"]}, {})]  # fmt: skip
    assert [_plain(text) for text in shown] == [whole, accepted_only, suggestion_only, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_needs_no_fact_stays(language):
    kept = said("reference-unknown", language, value="x", detail="y")["suggestion_text"]
    assert kept and "{" not in str(kept) and "؟" not in str(kept) and "?" not in str(kept)


def _plain(text: object) -> str | None:
    return None if text is None else str(text).replace(ISOLATE, "").replace(END_OF_ISOLATE, "")


def test_arabic_sets_facts_and_latin_words_apart_and_other_languages_do_not():
    spoken = {language: said("date-ambiguous", language, value="03/04 (2015)") for language in LANGUAGES}
    assert spoken["ar"]["message_text"] == "يمكن أن يقرأ «\u206803/04 (2015)\u2069» على أنه أكثر من تاريخ واحد."
    assert spoken["ar"]["suggestion_text"] == "يرجى كتابته على شكل \u20682015-09-28\u2069 بأربعة أرقام للسنة."
    assert spoken["ar"]["value_text"] == "03/04 (2015)"
    for language in set(LANGUAGES) - {"ar"}:
        assert ISOLATE not in f"{spoken[language]['message_text']}{spoken[language]['suggestion_text']}"


@pytest.mark.parametrize("code", finding_codes())
def test_no_digit_or_latin_letter_of_an_arabic_sentence_stands_outside_an_isolate(code):
    told = said(code, "ar", **{fact: "A-1" for fact in FACTS if fact != "count"}, count=2)
    for text in (str(told["message_text"]), str(told["suggestion_text"])):
        assert text.count(ISOLATE) == text.count(END_OF_ISOLATE)
        outside = re.sub(f"{ISOLATE}.*?{END_OF_ISOLATE}", "", text)
        assert not re.search(r"[0-9A-Za-z]", outside), text


def test_words_that_belong_together_are_one_run():
    assert "\u2068http://\u2069 أو \u2068https://\u2069." in str(said("url-unreadable", "ar", value="x")["suggestion_text"])
