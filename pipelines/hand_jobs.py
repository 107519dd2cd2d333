"""Jobs that people start in Dagster's pages and that make no table: one country's deliveries checked, a kept build shown again."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from pydantic import Field

from pipelines.check import Checked, check_file, write_corrections
from pipelines.chosen_warehouse import chosen_warehouse
from pipelines.jobs import Country
from pipelines.restore import restored, whole_or_before
from pipelines.settings import WrongSetting, settings
from schemas.countries import countries
from steps.files.receive import NoDeliveries, deliveries, told_delivery

SEVERITIES = ("must_fix", "please_check", "note")
FINDING_COLUMNS = ("sheet_name", "cell_name", "question_code", "severity_code", "finding_code", "occurrence_count")
MOST_TOLD = 500  # findings: a run's log keeps them all, and the correction workbooks have them in full


class CountryToCheck(dg.Config):
    """Which country's deliveries are checked, and where its correction workbooks go, if anywhere."""

    country: Country = Field(default=next(iter(Country)), description=f"The country: one of {', '.join(countries())}.")
    corrections_folder: str = Field(
        default="",
        description="A folder of this machine for the correction workbooks, with its full path; empty: none are written. An older workbook "
        "of the same file in it is replaced.",
    )


@dg.op
def check_deliveries_of_country(context: dg.OpExecutionContext, config: CountryToCheck) -> None:
    """Check each delivery of one country by itself, as `jmdi check` does, and say what was found, file by file."""
    raw, code = settings().raw_folder, str(config.country.value)
    folder = _folder_for_corrections(config.corrections_folder)
    paths = [path for path in deliveries(raw) if path.relative_to(raw).parts[0] == code]
    if not paths:
        raise NoDeliveries(f"There is no delivery of {countries()[code].name_en} in {raw / code}.")
    checked = {told_delivery(raw, path): check_file(path, code) for path in paths}
    written = write_corrections(list(checked.values()), folder) if folder else []
    context.add_output_metadata(
        {
            "files": _table(_file_row(name, one) for name, one in checked.items()),
            "findings": _table(row for name, one in checked.items() for row in _finding_rows(name, one)),
            "correction_workbooks": len(written),
        }
    )


def _folder_for_corrections(text: str) -> Path | None:
    """Return the folder that was asked for. Raises WrongSetting: a correction workbook among the deliveries would be one of them."""
    if not text:
        return None
    folder, chosen = Path(text), settings()
    if not folder.is_absolute():
        raise WrongSetting(f"corrections_folder is '{text}'; it must be a full path, such as /srv/corrections.")
    for taken in (chosen.raw_folder, chosen.files_folder, Path(chosen_warehouse().folder), chosen.state_folder):
        if folder.resolve().is_relative_to(taken.resolve()):
            raise WrongSetting(f"corrections_folder is '{text}', which lies in {taken}; name a folder apart from it.")
    return folder


def _file_row(name: str, checked: Checked) -> dict[str, str | int]:
    about = checked.submissions.iloc[0]
    codes = checked.findings["severity_code"]
    counts = {severity: int((codes == severity).sum()) for severity in SEVERITIES}
    rows = {column: int(about[column]) for column in ("received_count", "accepted_count", "held_back_count")}
    return {"file": name, "outcome": str(about["outcome_code"])} | rows | counts


def _finding_rows(name: str, checked: Checked) -> Iterator[dict[str, str | int]]:
    """Yield where something was found and what, never what was written there."""
    ordered = checked.findings.assign(rank=checked.findings["severity_code"].map(SEVERITIES.index)).sort_values("rank", kind="stable")
    for row in ordered[list(FINDING_COLUMNS)].astype(object).to_dict("records"):
        told: dict[str, str | int] = {str(column): _plain(value) for column, value in row.items()}
        yield {"file": name, **told}


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else "" if value is None or value != value else str(value)


def _table(rows: Iterator[dict[str, str | int]]) -> dg.TableMetadataValue | str:
    records = [dg.TableRecord(row) for _, row in zip(range(MOST_TOLD), rows, strict=False)]
    if not records:
        return "nothing was found"
    return dg.MetadataValue.table(records, dg.TableSchema([dg.TableColumn(str(name)) for name in records[0].data]))


@dg.config_mapping
def checking(val: CountryToCheck) -> dg.RunConfig:
    """Return the configuration of the one step of check_country, so that a person fills in nothing around it."""
    return dg.RunConfig(ops={check_deliveries_of_country.name: val})


@dg.job(executor_def=dg.in_process_executor, config=checking)
def check_country() -> None:
    """Check the deliveries of one country and say what was found, without loading anything.

    Configuration: `country: MAR`, and where its correction workbooks are wanted, `corrections_folder: /srv/corrections`. The findings are
    among the metadata of the run's only step. On the command line: `jmdi check`.
    """
    check_deliveries_of_country()


class BuildToShow(dg.Config):
    """Which kept build readers are shown."""

    build: str = Field(
        default="",
        description="Name of a kept build, such as 20261124T020000Z-1a2b3c4d (`jmdi restore --list` names them). Empty: the current one "
        "where it is whole, or else the last whole one before it.",
    )


@dg.op
def show_kept_build(context: dg.OpExecutionContext, config: BuildToShow) -> None:
    """Check a kept build as a whole, then show it to readers in one step, in the folder and in the database."""
    warehouse = chosen_warehouse()
    sentence = restored(warehouse, config.build or whole_or_before(warehouse))
    context.log.info(sentence)
    context.add_output_metadata({"build": warehouse.current.name, "told": sentence})


@dg.config_mapping
def showing(val: BuildToShow) -> dg.RunConfig:
    """Return the configuration of the one step of publish_again."""
    return dg.RunConfig(ops={show_kept_build.name: val})


@dg.job(executor_def=dg.in_process_executor, config=showing)
def publish_again() -> None:
    """Show readers a kept build again, proved whole first: after a mistake, or when the one that they have was damaged.

    Configuration: `build`, the name of a kept one; without it the current one, or else the last whole one before it. The next refresh makes
    a new build as always. On the command line: `jmdi restore`.
    """
    show_kept_build()


HAND_JOBS = (check_country, publish_again)
