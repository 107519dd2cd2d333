"""Cells in which donors and partners are written freely, and the organisations that they name."""

import pytest

from steps.actors.mentions import organisations_in

READ = """
European Union Swiss Development Cooperation | PHL → ORG-EU, ORG-SDC
European Union and Swiss Development Cooperation | PHL → ORG-EU, ORG-SDC
Unión Europea y la Agencia Suiza para el Desarrollo y la Cooperación (COSUDE) | SLV → ORG-EU, ORG-SDC
Ue à travers l’Icmd | TUN → ORG-EU, ORG-JMDI
Commission de l’Ue et Nations unies | TUN → ORG-EU, ORG-UN
EC-UN Joint Migration and Development Initiative (EC-UN JMDI) | PHL → ORG-JMDI
European Union (Aeneas Programme) | PHL → ORG-EU
AFD ¦ EU | SEN → ORG-AFD, ORG-EU
Italia a través de la Agencia Italiana de Cooperación al Desarrollo (AICS) | SLV → GOV-ITA, ORG-AICS
Medicor y otros donantes | SLV → medicor
fonds de l'OIM pour le développement | MAR → ORG-IOM-IDF
funded by IOM Nepal | NPL → ORG-IOM
BMZ (GIZ) | MAR → ORG-BMZ, ORG-GIZ
AFD, Région Île-de-France et Banque Populaire du Maroc | MAR → ORG-AFD, ORG-REGIDF, banque populaire maroc
الاتحاد الأوروبي والوكالة السويسرية للتنمية والتعاون | MAR → ORG-EU, ORG-SDC
un programme des Nations unies | SEN → ORG-UN
European Union Youth Foundation | MAR → european union youth
Ministry of Youth and Sports | NPL → ministry youth sports
Bienvenue à un programme | SEN → bienvenue un programme
— | MAR →
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_a_cell_is_read_into_the_organisations_it_names_and_nothing_else(line: str) -> None:
    cell, _, answer = line.partition("→")
    text, _, country = cell.rpartition("|")
    found = organisations_in(text.strip().replace("¦", "|"), country.strip())
    assert [actor for actor, _ in found] == [one.strip() for one in answer.split(",") if one.strip()]
