"""What titles say: one meaning in several languages, the phase, the numbers and the acronyms; and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.identity_words import BOILERPLATE, identity_words
from steps.identity.words import acronyms_of, code_slips, concepts, phase_of, project_codes

# Titles of invented initiatives, written as people write them.
SAID = [
    ("Project to support the reintegration of returnee women in Kaolack", "reintegration returnee women kaolack"),
    ("Projet d’appui à la réintégration des femmes migrantes de retour à Kaolack", "reintegration women returnee kaolack"),
    ("Apoyo a la reintegración de las mujeres retornadas en Kaolack", "reintegration women returnee kaolack"),
    ("Progetto di sostegno al reinserimento delle donne migranti di ritorno", "reintegration women returnee"),
    ("مشروع دعم إعادة إدماج المهاجرين العائدين", "reintegration returnee"),
    ("फर्किएका आप्रवासीहरूको पुनर्एकीकरण परियोजना", "returnee reintegration"),
    ("Suporta sa mga nagbalik na manggagawa", "returnee worker"),
    ("Strengthening the capacities of local authorities", "strengthening capacity local_authority"),
    ("Renforcement des capacités des collectivités territoriales", "capacity local_authority"),
    ("وللمهاجرين والنساء بالجماعات الترابية", "migration women local_authority"),
    ("विप्रेषणलाई उद्यममा", "remittance enterprise"),
    ("One-Stop Migration Resource Center of Ilog", "information_centre information_centre ilog"),
    ("Oficina de información: ventanilla única, Ilog", "information_centre information_centre ilog"),
    ("Lutte contre la traite des êtres humains", "prevention trafficking"),
    ("Accueil des marocain-e-s, niños/as, retornad@s y migrante(s)", "reception moroccan child returnee migration"),
    ("Las O.N.G. y LGUs con mano de obra migrante", "association local_authority employment migration"),
    ("Beekeeping for 1,500 families, ٢٠١٥-2016", "beekeeping 1500 family 2015 2016"),
    ("IZZAR II : eau et énergie solaire à Tafza", "izzar ii water solar tafza"),
    ("The house of one: stop of migrants", "centre stop migration"),  # no phrase reaches over a mark
    ("Région Souss-Massa", "region souss massa"),  # Souss is no sous
    ("Women in Costa Rica", "women costa rica"),
]
PHASES = [
    ("Ayuda Mutua, Phase 2", 2), ("AYUDA MUTUA PHASE II", 2), ("fase 2: formación", 2), ("Fase n° 3", 3), ("2ème phase du projet", 2),
    ("segunda fase", 2), ("3rd phase", 3), ("II fase", 2), ("ikalawang yugto", 2), ("المرحلة الثانية من المشروع", 2), ("المرحلة ٢", 2),
    ("चरण २", 2), ("दोस्रो चरण", 2), ("Phase I", 1), ("TASGHIMOUT 2", 2), ("TASGHIMOUT 2 (Développement rural)", 2), ("MIDRA III", 3),
    ("Villages et développement II", 2), ("Phase 2 (TASGHIMOUT 2)", 2), ("Étape 4", 4),
]  # fmt: skip
NO_PHASES = [
    "Ayuda Mutua", "Appui à 2 communes", "TASGHIMOUT 2 communes", "Phase 2014-2016", "TASGHIMOUT 2014", "Phases 1 and 2", "Phase I-II",
    "Fase 1 y 2", "Une phase pilote", "Avenue Mohammed VI", "Hospital Hassan II", "Région 5", "COVID-19", "SDG 8", "Region IV-A", "SFAX",
    "Module 3", "JMDI 2013-2015", "en 2 phases", "Salon 12-2019, 3e édition",
]  # fmt: skip
CODES = [
    ("P-069", ["P69"]), ("Project P 069, T-261", ["P69", "T261"]), ("T 218 / T218 / T–218", ["T218"]),
    ("IS.0134; IS 0134; IS0134", ["IS134"]),
    ("7F-10648", ["7F10648"]), ("7F10648", ["7F10648"]), ("MIG R/2007/130-548(11)", ["2007-130-548-11"]),
    ("2007/130-548 (11)", ["2007-130-548-11"]),
    ("PROYECTO FONDES 12-2019", ["FONDES12-2019"]), ("CRI-2019-004", ["CRI2019-4"]), ("18-CAP1-000123", ["18CAP1-123"]),
    ("2018/PRYC/000123", ["2018PRYC123"]), ("AID-367-A-15-00001", ["AID367A15-1"]),
    ("T05-EUTF-NOA-MA-01", ["T5EUTFNOAMA1"]), ("T05–EUTF–SAH–REG–04–01 (T05.141)", ["T5-141", "T5EUTFSAHREG4-1"]),
]  # fmt: skip
NO_CODES = [
    "2014", "12 500", "USD 500 000", "EUR-500", "P 218 000", "T 212 661 123 456", "Tel: T 0612345678", "MAR-2014-2016", "JMDI 2013-2015",
    "Agenda 2030", "PLAN-2030", "COVID-19", "ISO-9001", "MAI 12-2019", "DECRETO 12-2019", "A4", "Phase 2", "11/2019", "PAX-2",
]  # fmt: skip
ACRONYMS = [
    ("TASGHIM – Programme régional (TASGHIM)", ["TASGHIM"]), ("Entrepreneurship of Returnees (EnRe) project", ["ENRE"]),
    ("RabatAccueil", ["RABATACCUEIL"]), ("Proyecto SEMBRAR", ["SEMBRAR"]), ("PROYECTO SEMBRAR", ["SEMBRAR"]), ("TASGHIM 2", ["TASGHIM"]),
    ("GADs, LGUs, ONG and HIV", []), ("MIGRATIONS ET TERRITOIRES", []), ("OIM and TASGHIM", ["TASGHIM"]),
    ("Phase III of FONDES 12-2019", []),
    ("CAMPAGNE VERTE - Campagne pour l'eau", []), ("Élan", []), ("McDonald", []),
]  # fmt: skip
FUNCTION_WORDS = [form for concept in identity_words().values() if concept.kind == BOILERPLATE for form in concept.forms]


@pytest.mark.parametrize(("title", "said"), SAID)
def test_a_title_is_read_by_what_it_means(title, said):
    assert " ".join(concepts(title)) == said


@pytest.mark.parametrize(("title", "phase"), [*PHASES, *((title, None) for title in NO_PHASES)])
def test_a_phase_is_a_phase_and_no_other_number(title, phase):
    assert phase_of(title) == phase


@pytest.mark.parametrize(("text", "codes"), [*CODES, *((text, []) for text in NO_CODES)])
def test_a_code_has_one_spelling_and_no_other_figure_is_one(text, codes):
    assert list(project_codes(text)) == codes


@pytest.mark.parametrize(("title", "names"), ACRONYMS)
def test_an_acronym_stands_for_the_initiative(title, names):
    assert list(acronyms_of(title, frozenset({"oim"}))) == names


@given(st.text(), st.sampled_from(FUNCTION_WORDS))
def test_any_text_can_be_read_and_boilerplate_beside_it_changes_nothing(text, boilerplate):
    assert concepts(f"{boilerplate}: {text}") == concepts(f"{text} ({boilerplate})") == concepts(text)
    assert phase_of(text) in (None, *range(1, 13))
    assert project_codes(" ".join(project_codes(text))) is not None
    assert all(name == name.upper() for name in acronyms_of(text))


@given(st.permutations(["P-069", "Phase 2", "eau", "TASGHIM", "(2014)"]))
def test_the_order_of_parts_matters_to_the_order_of_words_alone(parts):
    text = " ; ".join(parts)
    assert sorted(concepts(text)) == sorted(["p", "069", "2", "water", "tasghim", "2014"])
    assert (phase_of(text), project_codes(text), acronyms_of(text)) == (2, ("P69",), ("TASGHIM",))


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("T218", "T281", True), ("P123456", "P124356", True), ("2007-130-548", "2007-130-584", True),
        ("P123456", "P654321", False), ("T218", "T812", False), ("P1234", "P2143", False), ("P69", "P70", False), ("P112", "P122", False),
        ("T5EUTFNOAMA1", "T5EUTFNOAMA2", False),
    ],
)  # fmt: skip
def test_only_one_exchange_of_two_neighbouring_figures_is_a_slip(one, other, is_slip):
    assert bool(set(code_slips(one)) & set(code_slips(other))) == is_slip
