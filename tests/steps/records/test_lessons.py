"""Which rows tell one lesson: by its text, or by its number where a later round of the same sender words it anew."""

import pytest

from steps.records.lessons import ToldLesson, first_texts

# Rows of one practice as `round sender number text`; then the lessons that they are, in the order of the rows.
CASES = {
    "a text revised in later rounds is one lesson": ("2016 a 1 agree\n2017 a 1 agree-first\n2018 a 1 agree-early", "A A A"),
    "two lessons of one file with one number stay two": ("2016 a 1 agree\n2016 a 1 listen\n2017 a 1 agree-first", "A B C"),
    "what a file tells side by side is never one": (
        "2016 a 1 agree\n2017 a 1 agree-first\n2018 a 1 agree-first\n2018 a 2 agree", "A B B A",
    ),
    "one text is one lesson under any number or none": ("2016 a 1 agree\n2016 b 7 agree\n2017 a - agree", "A A A"),
    "a lesson put before others moves their numbers": (
        "2016 a 1 agree\n2016 a 2 listen\n2017 a 1 ask\n2017 a 2 agree\n2017 a 3 listen", "A B C A B",
    ),
    "another sender's lesson is its own": ("2016 a 1 agree\n2017 b 1 listen", "A B"),
    "a new text without a number is a new lesson": ("2016 a 1 agree\n2017 a - listen", "A B"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_lessons_are_told_apart(case):
    lines, lessons = case
    rows = [line.split() for line in lines.splitlines()]
    told = [
        ToldLesson(str(place), "SEN-G1", name, f"{name}-{sender}", sender, None if number == "-" else int(number), text)
        for place, (name, sender, number, text) in enumerate(rows)
    ]
    for order in (told, told[::-1]):  # where a row stands changes nothing
        found = first_texts(order)
        texts = [found[row.response_id] for row in told]
        letters = dict(zip(dict.fromkeys(texts), "ABC", strict=False))
        assert " ".join(letters[text] for text in texts) == lessons


def test_lessons_of_two_practices_are_never_one():
    told = [ToldLesson(practice, practice, "2016", "f", "a", 1, text) for practice, text in (("SEN-G1", "agree"), ("SEN-G2", "listen"))]
    assert first_texts(told) == {"SEN-G1": "agree", "SEN-G2": "listen"}
