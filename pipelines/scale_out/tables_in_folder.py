"""Hands tables from step to step by a shared folder, for engines whose steps run in processes of their own."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

import dagster as dg

from pipelines.plain_forms.values import read_value, write_value
from pipelines.scale_out.run_folder import NoIntermediates, check_surroundings
from pipelines.settings import Settings
from warehouse.builds import disk_fault


class TablesInFolder(dg.IOManager):
    """Keeps what the assets of a run make in the run's folder until the run ends.

    Before a step reads or writes, its surroundings are held to those of the run. What a step has made once stays: a step that is run again,
    since its worker was thought dead, makes the same.
    """

    def __init__(self, chosen: Settings) -> None:
        self.chosen = chosen
        self._held_to = ("", "")  # run and step, of which the surroundings were looked at

    def handle_output(self, context: dg.OutputContext, obj: object) -> None:
        """Keep what an asset made. Raises RunEnded, OtherSurroundings, NoIntermediates."""
        self._look_around(context.run_id, context.step_key)
        finished = self._place(context.run_id, context.asset_key)
        unfinished = finished.with_name(f".{finished.name}-{uuid4().hex}")
        try:
            unfinished.mkdir()  # never its parents: the folder of a run that has ended is not made again
            write_value(obj, unfinished)
            if not finished.exists():
                unfinished.rename(finished)
        except OSError as fault:
            if finished.exists():
                return
            cause = disk_fault(fault) or os.strerror(fault.errno or 0)
            raise NoIntermediates(
                f"{self.chosen.intermediates}, where tables wait between steps, cannot be written to ({cause}); make room or mend that."
            ) from None
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def load_input(self, context: dg.InputContext) -> object:
        """Return what an earlier asset of this run made. Raises RunEnded, OtherSurroundings."""
        run_id = context.step_context.run_id
        self._look_around(run_id, context.step_context.step.key)
        place = self._place(run_id, context.asset_key)
        if not place.exists():
            raise dg.Failure(
                f"{context.asset_key.to_user_string()} was not made in this run. "
                "Run the job nightly_refresh, or check_deliveries, as a whole.",
                allow_retries=False,
            )
        return read_value(place)

    def _place(self, run_id: str, key: dg.AssetKey) -> Path:
        return self.chosen.intermediates / run_id / "-".join(key.path)

    def _look_around(self, run_id: str, step_key: str) -> None:
        if self._held_to != (run_id, step_key):
            check_surroundings(self.chosen, run_id)
            self._held_to = (run_id, step_key)
