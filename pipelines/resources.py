"""What assets need from outside: where tables wait between assets."""

import dagster as dg


class TablesInMemory(dg.InMemoryIOManager):
    """Keeps tables in memory while a run lasts: nothing is left on a disk, personal data least of all.

    So an asset cannot be run again alone: a build is made of one run, never of pieces of several.
    """

    def load_input(self, context: dg.InputContext) -> object:
        """Return the table that an earlier asset of this run made."""
        if tuple(context.get_identifier()) not in self.values:
            name = context.asset_key.to_user_string()
            raise dg.Failure(
                f"{name} was not made in this run. Run the job nightly_refresh, or check_deliveries, as a whole.",
                allow_retries=False,
            )
        return super().load_input(context)
