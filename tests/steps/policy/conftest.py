"""One delivery of work plans, sent down the path once for all tests of this folder."""

from pathlib import Path

import pandas as pd
import pytest

from tests.deliveries import tables_of

DELIVERY = """
    ## Cover
    | Country | Language | Submission date |
    | Senegal | English | 2015-09-28 |
    ## Initiatives
    | Own reference | Title | Lead actor |
    | R1 | Daara | A1 |
    ## Locations
    | Initiative | Place |
    | R1 | Louga |
    ## Actors
    | Actor reference | Name | Type of actor |
    | A1 | Commune de Louga | Municipality |
    | A2 | ONG Yakaar | NGO |
    ## Policy work plan
    | Activity reference | Title of the plan | Year of the plan | Objective | Activity | Policy level | Target policy | Policy change | Policy document | Responsible actor | Partners | Linked initiatives | Linked practices | Planned end | Status |
    | W1 | Plan migration | 2015 | Intégrer | Plaidoyer | National | Loi sur la diaspora | Adopted | Loi 2015-07 | A1 | A2 / A1 | R1 | G1 / G9 | 2015-06 | ONG |
    | W2 | PLAN  migration | 2015 | intégrer | Atelier | National | loi sur la diaspora | None | | A2 | | | G2 | | |
    | W3 | Plan migratoin | 2015 | Former | Cours | Local | Loi sur la diaspora | Adopted | | | | R1 | | | |
    | W4 | Plan migration | 2016 | Intégrer | Suite | | | | | | | | | | |
    | W5 | | | Sans plan | Réunion | | | | | | | | | | |
    ## Codification
    | Practice reference | Subject type | Subject | Title |
    | G1 | Initiative | R1 | Le guichet |
    | G2 | Work plan | plan migration 2015 | Le plan |
    | G3 | Policy work plan | Plan migratoin | Un autre plan |
    | G4 | Work plan | Plan migration | De quelle année ? |
    | G5 | Work plan | Plan santé | Ailleurs |
    """  # noqa: E501 - a row of the sheet is a row
NAMES = (
    *("core_workplan_activities", "core_work_plans", "core_work_plan_objectives", "core_target_policies", "core_practices"),
    *("core_activity_actors", "core_activity_initiatives", "core_activity_practices", "core_findings", "report_activity_progress"),
    *("report_policy_changes", "report_policy_influence", "core_initiatives", "core_initiative_actors", "core_initiative_places"),
    *("core_actors", "core_lineage", "core_responses", "core_submissions", "core_received_columns"),
)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """The tables that the delivery becomes: two plans, one of them spelled in three ways, and one national law that was adopted."""
    return tables_of(Path(tmp_path_factory.mktemp("plans")), {"SEN/2015/a.xlsx": DELIVERY}, *NAMES)
