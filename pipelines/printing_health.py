"""What `jmdi status` prints of how the product runs, and `jmdi doctor` of what it found."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.markup import escape

from pipelines.operation.health import Health, RunTold
from pipelines.printing import console


def print_health(health: Health) -> None:
    """Print whether Dagster is up, what runs, what failed and why, and how much room there is."""
    for line in _lines(health):
        console.print(line, soft_wrap=True)


def print_troubles(told: Sequence[tuple[str, str]]) -> None:
    """Print what is not well, and what was done or is to do about it."""
    for what, then in told:
        console.print(f"[red]Found:[/red] {escape(what)}\n  {escape(then)}", soft_wrap=True)
    if not told:
        console.print("All is well.")


def _lines(health: Health) -> list[str]:
    lines = [_up(health)]
    if health.is_schedule_on is False:
        lines.append("[red]The nightly schedule is off[/red]: somebody turned it off in Dagster's pages.")
    elif health.next_refresh_at:
        lines.append(f"Next refresh: {_at(health.next_refresh_at)}.")
    lines += [f"At work: {_run(run)}." for run in health.running]
    lines += [f"Waiting: {_run(run)}." for run in health.queued]
    lines += [f"[red]Stuck[/red]: {_run(run)}; its process is gone. `jmdi doctor --mend` ends it." for run in health.stuck]
    if health.last_failure:
        lines.append(f"[red]The last refresh failed[/red]: {_run(health.last_failure)}.")
        lines += [f"  {escape(sentence)}" for sentence in health.last_failure.sentences]
    room = f"{health.free_bytes / 2**20:,.0f} MB"
    lines.append(f"[red]Little room is left[/red]: {room}." if health.is_disk_low else f"Room on the disk: {room}.")
    return lines


def _up(health: Health) -> str:
    beat = f", last beat {_at(health.daemon_beat_at)}" if health.daemon_beat_at else ""
    if health.is_half_dead:
        return f"[red]Dagster is up, but its daemon does not beat[/red]{beat or ', nor ever did'}."
    return f"Dagster is up{beat}." if health.is_up else f"Dagster is not up{beat}."


def _run(run: RunTold) -> str:
    began = f", began {_at(run.began_at)}" if run.began_at else ""
    return f"{run.job_name} {run.run_id[:8]}{began}{f', ended {_at(run.ended_at)}' if run.ended_at else ''}"


def _at(moment: datetime) -> str:
    minutes = (datetime.now(UTC) - moment).total_seconds() / 60
    return f"{moment:%Y-%m-%d %H:%M} UTC ({_span(minutes)} ago)" if minutes >= 0 else f"{moment:%Y-%m-%d %H:%M} UTC (in {_span(-minutes)})"


def _span(minutes: float) -> str:
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.0f} h" if minutes < 2 * 24 * 60 else f"{minutes / 1440:.0f} days"
