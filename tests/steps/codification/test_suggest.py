"""Which themes, targets and objectives the words of a text suggest, in five languages, and with which words."""

import pytest

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.codification.suggest import code_suggestions, phrases_in
from tests.deliveries import shown
from tests.steps.codification.practices import practices


def suggested(list_name: str, *columns: str, **answers: object):
    one = {"initiative_id": "MAR-R1", "country_code": "MAR", "response_id": "r"}
    told = code_suggestions(shape([one | answers], table("core_initiatives")), practices({}))
    check_contract(told, "report_code_suggestions")
    return shown(told[told["list_name"] == list_name], *columns)


def test_a_suggestion_says_which_words_stand_where_and_whether_it_was_stated():
    texts = {"title_text": "Remittances, for jobs", "summary_text": "Les jobs ; aide aux retours", "results_text": "Cheaper remittance"}
    columns = ("suggested_code", "keyword_weight", "rank_number", "found_text", "column_names", "is_stated", "is_any_stated")
    assert suggested("themes", *columns, **texts, theme_codes="M0|M4") == [
        ("M4", 4, 1, "remittance (title_text, results_text) | job (title_text, summary_text)", "title_text|results_text|summary_text",
         True, True),
    ]  # fmt: skip
    assert suggested("gcm_objectives", *columns, **texts) == [
        ("20", 2, 1, "remittance (title_text, results_text)", "title_text|results_text", False, False),
        ("21", 2, 1, "retour (summary_text)", "summary_text", False, False),
    ]


@pytest.mark.parametrize(
    ("title", "theme", "objective"),
    [
        ("Safer remittances from abroad", "M4", "20"),
        ("Remesas de la DIÁSPORA", "M4", "20"),
        ("Projet sur les transferts de fonds", "M4", "20"),
        ("مشروع تثمين تحويلات المهاجرين", "M4", "20"),
        ("برنامج للتحويلات", "M4", "20"),  # with a joined particle
        ("विप्रेषणको सदुपयोग", "M4", "20"),  # with a postposition
        ("La Réintégration des migrants de retour", "M5", "21"),
        ("Reintegración de retornadas/os", "M5", "21"),
        ("إعادة إدماج العائدين", "M5", "21"),
        ("فضاء لإعادة الإدماج", "M5", "21"),
        ("फर्केका कामदारको पुनर्एकीकरण", "M5", "21"),
    ],
)
def test_the_same_is_suggested_in_every_language(title, theme, objective):
    assert theme in dict(suggested("themes", "suggested_code", "rank_number", title_text=title))
    assert objective in dict(suggested("gcm_objectives", "suggested_code", "rank_number", title_text=title))


@pytest.mark.parametrize(
    "title",
    [
        "Jobson et Jobim",  # whole words only
        "Transferts, de fonds",  # a phrase does not reach over a comma
        "Awareness",  # one hint is not enough
        "",
    ],
)
def test_what_does_not_tell_suggests_nothing(title):
    assert suggested("themes", "suggested_code", title_text=title or "-") == []


def test_a_star_stands_for_all_that_begin_so_and_two_hints_are_enough():
    assert {phrase.written for phrase in phrases_in("Mainstreaming de l'entrepreneuriat")} == {
        "mainstream*",
        "entrepreneur*",
        "entrepreneuriat",
    }
    both = "Awareness of pensions"
    assert suggested("themes", "suggested_code", "keyword_weight", title_text=both) == [("M3", 2)]


def test_practices_are_read_in_all_their_sections():
    steps = {"steps_text": "Anti-trafficking, then scholarships", "sdg_target_codes": "4.b"}
    told = code_suggestions(shape([], table("core_initiatives")), practices({"MAR-1": steps}))
    assert shown(told[told["list_name"] == "sdg_targets"], "record_id", "suggested_code", "found_text", "is_stated") == [
        ("MAR-1", "4.b", "scholarship (steps_text)", True),
        ("MAR-1", "16.2", "trafficking (steps_text)", False),
    ]


def test_without_records_there_is_no_suggestion():
    assert code_suggestions(shape([], table("core_initiatives")), practices({})).empty
