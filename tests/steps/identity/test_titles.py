"""What a title calls an initiative for short, and what is no name."""

import pytest

from steps.identity.titles import title_names

PLACES = {"oujda", "maroc", "oriental"}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("IZZOURAN : retour aux racines", {"izzouran"}),
        ("Izzouran", {"izzouran"}),
        ("Proyecto “Semillas”", {"semilla"}),
        ("Action Verte Project", {"action verte"}),
        ("ACTION VERTE - Action pour la Valorisation de l’Expérience des Expatriés", {"action verte"}),
        ("Reintegration of Returnee Migrant Workers (ReMi) Project", {"reintegration returnee migrant worker", "remi"}),
        ("Proyecto SEMILLAS", {"semilla"}),
        ("Proyecto de semillas", set()),  # a topic
        ("Migrations, territoires et développement", set()),  # words of the field only, in however many words
        ("Plan de développement communal", set()),
        ("Programme d'appui intégré", set()),  # boilerplate
        ("Proyecto de codesarrollo", set()),
        ("Integrated support to local communities", set()),
        ("برنامج دعم التنمية المحلية", set()),
        ("आप्रवासन र विकास कार्यक्रम", set()),
        ("Intégration : Oujda", set()),  # a word of the field, and a place
        ("Migration et développement", set()),
        ("2015", set()),
        ("", set()),
    ],
)
def test_names_of_titles(title, names):
    assert names <= set(title_names(title, PLACES)) if names else not title_names(title, PLACES)


def test_a_word_that_no_vocabulary_knows_is_no_name_within_a_sentence():
    assert "zigzag" not in title_names("A zigzag course towards better housing of migrants in the towns of the coast", PLACES)
