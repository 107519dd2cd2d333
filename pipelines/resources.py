"""What assets need from outside: where tables wait between assets, and the warehouse, held by one run at a time."""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from pipelines.begun_runs import remembering
from pipelines.scale_out.run_folder import check_may_show
from pipelines.scale_out.tables_in_folder import TablesInFolder
from pipelines.settings import IN_PROCESS, Settings
from warehouse.builds import Warehouse
from warehouse.opening import open_warehouse


def locked_warehouse(chosen: Settings) -> dg.ResourceDefinition:
    """Return the warehouse as a resource that a run holds from before its first asset to its end.

    So a run never reads deliveries before another has ended, and then puts an older state over a newer one. Where every step has a process
    of its own, only the step that shows the build holds the warehouse; it looks then whether the run was overtaken.
    """

    @dg.resource(description="The builds, in a folder and in a database where there is one; one writer at a time.")
    def warehouse(context: dg.InitResourceContext) -> Iterator[Warehouse]:
        held = open_warehouse(chosen.warehouse, chosen.files_folder)
        if chosen.executor != IN_PROCESS:
            held.check_before_showing = partial(check_may_show, chosen, str(context.run_id))
        with held.writing(), remembering(held):
            yield held

    return warehouse


def waiting_tables(chosen: Settings) -> dg.IOManager:
    """Return where tables wait between assets: in memory, or in a folder where the steps of a run are in several processes."""
    return TablesInMemory() if chosen.executor == IN_PROCESS else TablesInFolder(chosen)


class TablesInMemory(dg.InMemoryIOManager):
    """Keeps tables in memory while a run lasts: nothing is left on a disk, personal data least of all.

    So an asset cannot be run again alone: a build is made of one run, never of pieces of several. `made` has what the last run made so
    far, by the name of the asset.
    """

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, object] = {}

    def handle_output(self, context: dg.OutputContext, obj: object) -> None:
        """Keep what an asset made."""
        super().handle_output(context, obj)
        self.made[context.asset_key.to_user_string()] = obj

    def load_input(self, context: dg.InputContext) -> object:
        """Return the table that an earlier asset of this run made."""
        if tuple(context.get_identifier()) not in self.values:
            name = context.asset_key.to_user_string()
            raise dg.Failure(
                f"{name} was not made in this run. Run the job nightly_refresh, or dry_run, as a whole.",
                allow_retries=False,
            )
        return super().load_input(context)
