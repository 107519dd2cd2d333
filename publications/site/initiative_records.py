"""What is known of each initiative, gathered once for all pages: places, organisations, money, history, and where it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from publications.site.contents import Contents
from publications.site.records import NumberedPage, by_country, chosen, in_pages, indexed
from publications.table_rows import Row, codes, grouped
from schemas.rows import answers_of

INITIATIVES = "core_initiatives"
PLANS = "plans"  # the folder
ACTIVITIES_OF_A_PAGE = 200  # each takes about 2 KB, and its texts
OF_AN_INITIATIVE = (  # tables whose rows name one initiative
    "core_initiative_places", "core_initiative_actors", "core_finance", "core_results", "core_partnerships", "core_corridors",
    "core_stage_transitions", "core_tipping_points", "core_initiative_redirects", "core_practices", "core_activity_initiatives",
)  # fmt: skip
PRECISION = "_precision_code"  # how far a date is known stands in a column of its own
ORIGIN = ("response_id", "submission_id", "sheet_name", "row_number", "reporting_unit_name")
HISTORY = (
    "initiative_id", "column_name", "value_text", "first_round_name", "last_round_name", "change_code", "is_current", "is_contradicted",
    "reporting_unit_names", "response_ids",
)  # fmt: skip


@dataclass(frozen=True)
class InitiativeRecords:
    """Everything that pages of initiatives show, by id. Each table is read and grouped once, when it is first asked for."""

    contents: Contents

    @cached_property
    def initiatives(self) -> dict[str, Row]:
        """The initiatives by id."""
        return indexed(self.contents.rows(INITIATIVES), "initiative_id")

    @cached_property
    def actors(self) -> dict[str, Row]:
        """The organisations by id."""
        return indexed(chosen(self.contents, "core_actors", "actor_id", "actor_name", "actor_type_code"), "actor_id")

    @cached_property
    def place_names(self) -> dict[str, str]:
        """The official name of every place that an initiative or a unit above it refers to."""
        return {row["place_id"]: row["place_name"] for row in chosen(self.contents, "core_places", "place_id", "place_name")}

    @cached_property
    def activities(self) -> dict[str, Row]:
        """The activities of policy work plans by id."""
        return indexed(self.contents.rows("core_workplan_activities"), "activity_id")

    @cached_property
    def pages_of_plans(self) -> dict[str, list[NumberedPage]]:
        """The pages that show the activities of a country, by country: plan by plan, the newest first, those that name none last."""
        years = {row["plan_id"]: row["plan_year"] or 0 for row in self.contents.rows("core_work_plans")}
        ordered = sorted(self.activities.values(), key=lambda row: _order_of_activity(row, years))
        return {code: list(in_pages(f"{PLANS}/{code}", rows, ACTIVITIES_OF_A_PAGE)) for code, rows in by_country(ordered).items()}

    @cached_property
    def page_of_activity(self) -> dict[str, str]:
        """The name of the page that shows an activity."""
        return {row["activity_id"]: page.name for pages in self.pages_of_plans.values() for page in pages for row in page.rows}

    @cached_property
    def history(self) -> dict[str, list[Row]]:
        """What rounds said, by initiative, where they did not always say the same, and how far dates are known."""
        said = self.contents.table("core_initiative_history")
        differs = said.duplicated(["initiative_id", "column_name"], keep=False)
        return grouped(answers_of(said[differs | said["column_name"].str.endswith(PRECISION)], HISTORY), "initiative_id")

    @cached_property
    def lessons(self) -> dict[str, list[Row]]:
        """The lessons by practice."""
        return grouped(self.contents.rows("core_lessons"), "practice_id")

    @cached_property
    def products(self) -> dict[str, list[Row]]:
        """The knowledge products by practice that they draw on."""
        products = indexed(self.contents.rows("core_knowledge_products"), "product_id")
        made = [row for row in self.contents.rows("core_product_practices") if row["product_id"] in products]
        return {practice: [products[row["product_id"]] for row in rows] for practice, rows in grouped(made, "practice_id").items()}

    @cached_property
    def origins(self) -> dict[str, list[Row]]:
        """The rows received that an initiative was made from, each with its file, by initiative."""
        lineage = chosen(self.contents, "core_lineage", "table_name", "record_id", "response_id", "column_names")
        files = indexed(self.contents.rows("core_submissions"), "submission_id")
        responses = indexed(chosen(self.contents, "core_responses", *ORIGIN), "response_id")
        return grouped((_origin(row, responses, files) for row in lineage if row["table_name"] == INITIATIVES), "record_id")

    def of(self, table_name: str, initiative_id: str) -> list[Row]:
        """Return the rows of a table that name an initiative."""
        return self._groups[table_name].get(initiative_id, [])

    def products_of(self, practices: Iterable[Row]) -> list[Row]:
        """Return the knowledge products that draw on any of the practices, each once."""
        found = (product for practice in practices for product in self.products.get(practice["practice_id"], ()))
        return list({product["product_id"]: product for product in found}.values())

    def roles(self, initiative_id: str) -> dict[str, list[Row]]:
        """Return the parts of organisations in an initiative, by organisation: one may have several roles."""
        return grouped(self.of("core_initiative_actors", initiative_id), "actor_id")

    def units_above(self, place: Row) -> str:
        """Return the names of the units that a place lies in, the smallest first, without the place itself."""
        above = (place["admin3_place_id"], place["admin2_place_id"], place["admin1_place_id"])
        return ", ".join(self.place_names.get(unit) or unit for unit in above if unit is not None and unit != place["place_id"])

    @cached_property
    def _groups(self) -> dict[str, dict[str, list[Row]]]:
        return {name: grouped(self.contents.rows(name), "initiative_id") for name in OF_AN_INITIATIVE}


def _order_of_activity(row: Row, years: Mapping[str, int]) -> tuple[bool, int, str, bool, str]:
    plan, objective = row["plan_id"], row["objective_text"]
    return plan is None, -years.get(plan or "", 0), plan or "", objective is None, objective or ""


def differing(history: Iterable[Row]) -> dict[str, list[Row]]:
    """Return what was said of an initiative by column, without columns of which everybody always said the same."""
    return {column: rows for column, rows in grouped(history, "column_name").items() if len(rows) > 1}


def precisions(history: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Return how far dates are known, by their column and the row received that states them."""
    told = (row for row in history if row["column_name"].endswith(PRECISION))
    return {
        (row["column_name"].removesuffix(PRECISION), response): row["value_text"] for row in told for response in codes(row["response_ids"])
    }


def _origin(lineage: Row, responses: Mapping[str, Row], files: Mapping[str, Row]) -> Row:
    response = responses.get(lineage["response_id"], dict.fromkeys(ORIGIN))
    return {**lineage, **response, "file": files.get(response["submission_id"] or "")}
