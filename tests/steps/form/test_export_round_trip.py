"""Whatever is filled in, however the tool writes it down: the export of a submission gives the answers that were filled in."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.code_lists import code_list
from schemas.form import LANGUAGES, form
from steps.files.read_workbook import Cell, Row
from steps.form.foreign import PartKey
from steps.form.join_exports import join_exports
from steps.form.read_export import read_export
from steps.form.vocabulary import vocabulary

MODES = ("both", "details", "summary")
# A text as a person types it: a letter first, so that it is no number, mark or placeholder of a tool.
TEXTS = st.from_regex(r"[B-MO-Z][a-zé]{2,12}( [a-zé]{1,9}){0,3}", fullmatch=True)


def _value(question):
    if question.kind == "codes":
        return st.lists(st.sampled_from(code_list(question.code_list).codes), min_size=1, max_size=4, unique=True)
    if question.kind == "code":
        return st.sampled_from(code_list(question.code_list).codes)
    return TEXTS


@st.composite
def _filled(draw):
    """Return a sheet of the form, and a row of answers by question with its key answers."""
    sheet_code = draw(st.sampled_from(("initiatives", "networks", "practices", "scaling_steps")))
    questions = [question for question in form()[sheet_code].questions if not question.is_personal and question.kind != "references"]
    optional = [question.question_code for question in questions if question.need != "key"]
    others = draw(st.lists(st.sampled_from(optional), unique=True, max_size=8))
    answered = [question for question in questions if question.need == "key" or question.question_code in others]
    return sheet_code, {question.question_code: draw(_value(question)) for question in answered}


def _columns(sheet_code, answers, mode, language, path):
    """Return headers and values as KoboToolbox writes them: XML names without a language, labels in one."""
    group = f"{form()[sheet_code].labels[language] if language else sheet_code}/" if path else ""
    for code, value in answers.items():
        question = form()[sheet_code].question(code)
        header = group + (question.labels[language] if language else code)
        if question.kind != "codes":
            yield header, value
            continue
        names = code_list(question.code_list).labels
        # Labels joined by blanks cannot be told apart with certainty: with labels the options are there.
        if mode != "details" and not (language and mode == "summary"):
            yield header, " ".join(names[chosen][language] if language else chosen for chosen in value)
        if mode != "summary" or language:
            for option in names:
                yield f"{header}/{names[option][language] if language else option}", "1" if option in value else "0"


def _rows(headers, *values):
    for number, texts in enumerate((headers, *values), start=1):
        yield Row(number, tuple(Cell(column, "t", text) for column, text in enumerate(texts, start=1) if text))


def _table(name, columns):
    headers, values = zip(*columns, strict=True)
    return read_export(list(_rows(headers, values)), "MAR-2015-x", name, (name,), vocabulary("MAR", "2015"), "MAR")


@given(_filled(), st.sampled_from(MODES), st.sampled_from(("", *LANGUAGES)), st.sampled_from(("", "path")), st.randoms())
def test_what_was_filled_in_comes_back_from_an_export(filled, mode, language, path, chance):
    sheet_code, answers = filled
    columns = list(_columns(sheet_code, answers, mode, language, path))
    links = [("_index", "4"), ("_parent_table_name", "survey"), ("_parent_index", "1"), ("_submission__uuid", "u")]
    if path and not language:
        chance.shuffle(columns)
    main = _table("survey", [("country_name", "Morocco"), ("_uuid", "u"), ("_submission_time", "2015-09-28"), ("_index", "1")])
    repeat = _table(sheet_code, [*columns, *links])
    join_exports([main, repeat])
    told = repeat.rows[0].foreign
    assert not told.is_held_back
    assert not told.problems
    read = {code: cell.text for code, cell in told.parts[PartKey(sheet_code)].items()}
    lists = {code for code, value in answers.items() if isinstance(value, list)}
    assert {code: sorted(text.split(" | ")) if code in lists else text for code, text in read.items()} == {
        code: sorted(value) if code in lists else value for code, value in answers.items()
    }
