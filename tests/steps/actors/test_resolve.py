"""Which organisation each report means: what is one, what must stay apart, and that ids stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steps.actors.reports import ids, reports, resolved

LISTED = """
MAR IOM → ORG-IOM
MAR Organisation internationale pour les migrations (OIM) au Maroc → ORG-IOM
CRI Organización Internacional para las Migraciones (OIM) en Costa Rica → ORG-IOM
SLV Organización para las Migraciones (OIM) → ORG-IOM
PHL International Organization for Migrants (IOM) → ORG-IOM
MAR المنظمة الدولية للهجرة → ORG-IOM
NPL IOM Malaysia → ORG-IOM
SEN ONG COOPI → ORG-COOPI
ECU Secretaría del Migrante (Senami) → ORG-SENAMI
PHL Department of the Interior and Local Government (DILG) Regional Office → ORG-DILG
PHL National Economic Development Authority (NEDA) Regional Office IV-A → ORG-NEDA
TUN UTAP (Union tunisienne de l'agriculture et de la pêche) → ORG-UTAP
TUN Ministère des affaires sociales → ORG-TUNMAS
PHL Comitato Internazionale per lo Sviluppo dei Popoli-CISP → ORG-CISP
PHL European Union (Aeneas Programme) → ORG-EU
NPL CARITAS → ORG-CARITAS-NPL
NPL Switzerland → GOV-CHE
SLV gobierno de El Salvador → GOV-SLV
SEN Ministère des affaires sociales → its own
SEN CFO → its own
MAR BMZ (GIZ) → its own
MAR Caritas Sénégal → its own
MAR European Union and the Swiss Cooperation Agency → its own
MAR Oxfamily → its own
"""


@pytest.mark.parametrize("line", LISTED.strip().splitlines())
def test_the_master_list_is_found_by_name_acronym_and_office_and_only_where_a_name_holds(line: str) -> None:
    asked, _, expected = line.partition(" → ")
    rows = reports(f"{asked[:3]} | 2015 | {asked[4:]}")
    (found,) = ids(resolved(rows), rows).values()
    assert found == expected if expected != "its own" else found.startswith(f"{asked[:3]}-")


ONE = """
CRI Municipalidad de La Cruz = Municipality of La Cruz = Gobierno municipal de La Cruz
MAR Conseil communal d’Agadir = Municipalité d'Agadir = Municipal Council of Agadir
MAR Région de l'Oriental = Conseil régional de l'Oriental = Oriental Region = Oriental Regional Council = مجلس جهة الشرق
ECU Gobierno Autónomo Descentralizado de la Provincia de Imbabura (GADPI) = Gobierno provincial de Imbabura
MAR Association Anir = ANIR = association ANIR ONG
SEN Ligue des amis du fleuve (LAF) = LAF = Ligue des amis du grand fleuve (LAF)
TUN Association Voix des jeunes asbl = Voix des Jeunes
"""
APART = """
MAR Wilaya de la région Souss-Massa ≠ Région Souss-Massa
MAR Conseil provincial de Nador ≠ Commune de Nador ≠ Province de Nador Association
TUN Commune de Mahrès ≠ Délégation de Mahres
TUN Gouvernorat de Sfax ≠ Commune de Sfax
ECU Fundación Mujer Nueva ≠ Asociación Mujer Nueva
MAR Association Voix de Femmes Marocaines ≠ association Voix de Femmes
MAR Centre de santé (CDS) ≠ Club de sport (CDS) ≠ CDS
SEN Union des femmes de Thiès ≠ Union des femmes de Thies 2
PHL Migrants Care ≠ Migrants Cares
"""


@pytest.mark.parametrize("line", ONE.strip().splitlines())
def test_equal_units_names_and_stated_acronyms_are_one_organisation(line: str) -> None:
    rows = reports("\n".join(f"{line[:3]} | 2015 | {name}" for name in line[4:].split(" = ")))
    assert len(set(ids(resolved(rows), rows).values())) == 1


@pytest.mark.parametrize("line", APART.strip().splitlines())
def test_what_is_only_alike_stays_apart(line: str) -> None:
    rows = reports("\n".join(f"{line[:3]} | 2015 | {name}" for name in line[4:].split(" ≠ ")))
    assert len(set(ids(resolved(rows), rows).values())) == len(rows)


def test_countries_share_only_listed_organisations_and_those_of_one_iati_identifier() -> None:
    rows = reports("""
        MAR | 2015 | Club des jeunes | iati=MA-REG-77
        SEN | 2015 | Club des jeunes du Sénégal | iati=MA-REG-77
        TUN | 2015 | Club des jeunes
        NPL | 2015 | A stranger to the list | iati=XM-DAC-47066
        PHL | 2015 | Swiss Agency for Development and Cooperation | iati=XM-DAC-47066
        CRI | 2015 | Nobody | iati=none
    """)
    found = resolved(rows)
    own = ids(found, rows)
    assert own["MAR", "Club des jeunes"] == own["SEN", "Club des jeunes du Sénégal"] == "IATI-MA-REG-77"
    assert own["TUN", "Club des jeunes"].startswith("TUN-")
    assert own["NPL", "A stranger to the list"] == "ORG-IOM"
    assert own["PHL", "Swiss Agency for Development and Cooperation"] == "ORG-SDC"
    assert own["CRI", "Nobody"].startswith("CRI-")
    assert found.findings[["finding_code", "value_text"]].to_numpy().tolist() == [
        ["actor-iati-contradicts", "Swiss Agency for Development and Cooperation"]
    ]


def test_doubts_are_told_with_both_names() -> None:
    rows = reports("""
        PHL | 2015 | City Government of Naga | type=LA_MUN
        PHL | 2015 | Kabalikat Foundation
        PHL | 2016 | Kabalikas Foundation
        MAR | 2015 | European Union and the Swiss Cooperation Agency
        MAR | 2015 | Expertise Frances
        MAR | 2015 | Centre de santé (CDS)
        MAR | 2015 | Club de sport (CDS)
        ECU | 2015 | Municipio de Ibarra | type=LA_MUN
    """)
    told = resolved(rows).findings
    assert sorted(told["finding_code"]) == ["actor-alike"] * 3 + ["actor-several", "actor-territory-open"]
    alike = told[told["finding_code"] == "actor-alike"].sort_values("value_text")
    assert alike["message_text"].str.extract(r"as \"(.*)\";")[0].tolist() == [
        "Centre de santé (CDS)",
        "Expertise France",
        "Kabalikat Foundation",
    ]
    assert not told["message_text"].str.contains("Quintero").any()


def test_a_seat_tells_which_unit_an_authority_governs() -> None:
    rows = reports(
        "PHL | 2015 | City Government of Naga | type=LA_MUN | admin1=Bicol\nPHL | 2015 | Naga City | type=LA_MUN | admin1=Region V"
    )
    found = resolved(rows).identities
    assert set(found["governed_place_id"]) == {"PHL:0501724000"}
    assert found["actor_id"].nunique() == 1


NAMES = (
    "NEEDS", "National Society (NSX)", "NSX", "Nouvelle Société (NSX)", "Fundación Mujer", "Asociación Mujer", "Mujer", "IOM", "OIM Maroc",
    "Commune d'Agadir", "Ville d'Agadir", "National Society", "National Society for Youth (NSX)", "Club A (CLA)", "CLA",
)  # fmt: skip


@st.composite
def report_rows(draw) -> dict[str, str]:
    """Return a report of an organisation whose name others may share, or nearly."""
    when, country = draw(st.sampled_from(["2015", "2016", "2017"])), draw(st.sampled_from(["MAR", "SEN"]))
    iati = draw(st.sampled_from(["", "", "", "MA-REG-1"]))
    row = {"country_code": country, "round_name": when, "actor_name": draw(st.sampled_from(NAMES))}
    return row | ({"iati_org_text": iati} if iati else {})


ROWS = st.lists(report_rows(), max_size=12, unique_by=lambda row: (row["country_code"], row["round_name"], row["actor_name"]))


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_a_later_round_changes_an_id(rows, chance) -> None:
    whole = ids(resolved(rows), rows)
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert ids(resolved(shuffled), rows) == whole
    earlier = [row for row in rows if row["round_name"] < "2017"]
    before = ids(resolved(earlier), earlier)
    assert before == {report: whole[report] for report in before}
