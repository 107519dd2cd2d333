"""The sensor that looks around while `jmdi up` is up. It starts no run: it does what `jmdi alert` does."""

import dagster as dg

from pipelines.alerts.look_around import look_around
from pipelines.alerts.report import in_a_line
from pipelines.settings import Settings

LOOK_SECONDS = 600


def looking(chosen: Settings) -> dg.SensorDefinition:
    """Return the sensor: on by default where JMDI_ALERTS names who is told."""

    @dg.sensor(
        name="look_around",
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING if chosen.alerts else dg.DefaultSensorStatus.STOPPED,
        description="Tells the people that JMDI_ALERTS names what is wrong, and focal points what became of their deliveries.",
    )
    def look() -> dg.SkipReason:
        return dg.SkipReason(in_a_line(look_around(chosen)))

    return look
