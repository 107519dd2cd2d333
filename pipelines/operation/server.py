"""Starts, keeps and ends what `jmdi up` runs: one supervisor a home, which starts again what ends by itself and lets nothing outlive it.

`dagster dev` is not used: it ends as a whole when a part of it does, outlives nothing that is killed, and says nothing of stuck runs.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

from pipelines.operation import up_lock
from pipelines.operation.health import Health, is_there
from pipelines.operation.home import prepare_home
from pipelines.operation.look import clear_stuck, look
from pipelines.operation.processes import Process, end, resident_bytes, serving_by_hand, session_of, started_for
from pipelines.operation.services import CODE, DAEMON, LOGS, LONGEST_PAUSE, Service, answers, services, write_workspace
from pipelines.settings import Settings, settings
from schemas.errors import ProductError

STOP_SECONDS = 60
PATIENCE_SECONDS = 35.0  # for a run to end as interrupted, and for the daemon's threads
LAST_PATIENCE_SECONDS = 5.0
START_SECONDS = 300.0  # until the code server has read its definitions
MOST_FAILURES = 8
LOOK_SECONDS = 60.0
THOROUGH_SECONDS = 3600.0
HANGING_SECONDS = 900.0  # the daemon beats every 30
MOST_RESIDENT_BYTES = 1536 * 2**20
READ_DEFINITIONS = """
import sys
from schemas.errors import ProductError
try:
    import pipelines.definitions
except ProductError as fault:
    sys.exit(str(fault))
"""


class ServerRunning(ProductError):
    """It is up already: two daemons would start every run twice."""


class CannotServe(ProductError):
    """The pages or the daemon cannot be started, or do not stay."""


def run_server(pages: tuple[str, int], viewers: tuple[str, int] | None) -> int:
    """Run pages, daemon and code server until told to stop; return 0. `pages` and `viewers` are host and port.

    Raises ServerRunning; CannotServe when an address is taken, or a part ends again and again.
    """
    prepare_home()
    chosen = settings()
    _check_definitions()
    lock = up_lock.take(chosen.state_folder)
    if lock is None:
        other = up_lock.supervisor(chosen.state_folder)
        raise ServerRunning(f"Dagster is up already (process {other.pid if other else 'unknown'}); end it with `jmdi down` first.")
    with lock:
        clean_up(chosen)
        _check_free(*pages, "--port")
        if viewers:
            _check_free(*viewers, "--viewer-port")
        Supervisor(chosen, pages, viewers).run()
    with suppress(ProductError):
        look(chosen)  # so that `status.json` says that it is down
    return 0


def stop_server() -> str:
    """End what `run_server` started, to its last process, and say so. Also what is left of one that was killed."""
    chosen = settings()
    home = chosen.state_folder
    if not is_there(home):
        return "Dagster is not up."
    supervisor = up_lock.supervisor(home)
    if supervisor:
        end([supervisor], STOP_SECONDS)
    left = started_for(home)
    end(left, LAST_PATIENCE_SECONDS)
    if supervisor or left:
        with suppress(ProductError):
            look(chosen)
    if supervisor:
        return "Dagster has ended."
    return f"Dagster was not up; {len(left)} processes that were left of it have ended." if left else "Dagster is not up."


def clean_up(chosen: Settings) -> list[Process]:
    """End what is left of a killed `jmdi up`, and the runs that it took along; return the processes. To be called holding the lock.

    Raises ServerRunning when somebody started a daemon for this home by hand.
    """
    left = started_for(chosen.state_folder)
    end(left, LAST_PATIENCE_SECONDS)
    if by_hand := serving_by_hand(chosen.state_folder):
        raise ServerRunning(
            f"Another daemon of Dagster works on {chosen.state_folder} (process {by_hand[0].pid}), started without `jmdi up`; end it first."
        )
    clear_stuck(chosen, code_server_lives=False)
    return left


def _check_definitions() -> None:
    """Say here, and not in a log, what is wrong with settings or reference files. In a process of its own: they take 300 MB."""
    done = subprocess.run([sys.executable, "-c", READ_DEFINITIONS], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotServe(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "The definitions cannot be read.")


def _check_free(host: str, port: int, option: str) -> None:
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, number) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as fault:
        raise CannotServe(f"{host}:{port} cannot be used for pages ({fault.strerror or fault}); give another with {option}.") from None


class Supervisor:
    """Keeps the services of a home running. All is done in the thread that starts them, but the regular look, which may have to wait."""

    def __init__(self, chosen: Settings, pages: tuple[str, int], viewers: tuple[str, int] | None) -> None:
        self.chosen = chosen
        self.home = chosen.state_folder
        self.socket = up_lock.socket_of_code(self.home)
        self.services = services(self.home, self.socket, pages, viewers)
        self.addresses = [f"http://{host}:{port}" for host, port in filter(None, (pages, viewers))]
        self.is_stopping = False
        self.health: Health | None = None
        self.looked = self.looked_thoroughly = 0.0
        self.looking: threading.Thread | None = None

    def run(self) -> None:
        """Work until told to stop. Raises CannotServe."""
        is_kept_up = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN  # as under nohup: a terminal that is closed ends nothing
        for number in (signal.SIGINT, signal.SIGTERM) if is_kept_up else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop())
        self._prepare()
        self._say(f"Dagster's pages: {self.addresses[0]} (Ctrl+C ends them; what is logged lies in {self.home / LOGS})")
        try:
            while not self.is_stopping:
                self.tend()
                self._look()
                time.sleep(0.5)
        finally:
            self._end()

    def _stop(self) -> None:
        self.is_stopping = True

    def _prepare(self) -> None:
        (self.home / LOGS).mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            self.socket.parent.mkdir(mode=0o700)
        found = self.socket.parent.lstat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077 or self.socket.parent.is_symlink():
            raise CannotServe(f"{self.socket.parent} is not ours, or open to others; take it away, then start again.")
        self.socket.unlink(missing_ok=True)
        write_workspace(self.home, self.socket)

    def tend(self) -> None:
        """Start what is to run and does not, the code server first: the others ask it."""
        has_changed = False
        for service in self.services:
            code = service.has_ended()
            if code is not None:
                self._tell_end(service, code)
                self._let_daemon_rest(service)
            is_due = service.running is None and time.monotonic() >= service.not_before
            if is_due and (self._may_serve_code(service) if service.name == CODE else answers(self.socket)):
                service.start()
                has_changed = True
            self._end_what_hangs(service)
        if has_changed:
            up_lock.write_about(self.home, {one.name: one.running.pid for one in self.services if one.running}, pages=self.addresses)

    def _let_daemon_rest(self, ended: Service) -> None:
        """End the daemon when the code server has ended: it gives up for good on runs that it cannot ask the code server for."""
        for one in self.services:
            if ended.name == CODE and one.name == DAEMON:
                one.rest()

    def _tell_end(self, service: Service, code: int) -> None:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        self._say(f'Part "{service.name}" {how}; it is started again in {service.pause_seconds:.0f} s. What it said: {service.log}')
        if service.failure_count >= MOST_FAILURES:
            raise CannotServe(f'Part "{service.name}" has ended {MOST_FAILURES} times; what it said is in {service.log}.')

    def _may_serve_code(self, service: Service) -> bool:
        """Whether the code server may start: once the runs that went with the one before it are told as failed. Later nobody could."""
        self.socket.unlink(missing_ok=True)
        try:
            clear_stuck(self.chosen, code_server_lives=False)
        except ProductError as fault:
            self._say(f"The code server waits: {fault}")
            service.not_before = time.monotonic() + LONGEST_PAUSE
            return False
        return True

    def _end_what_hangs(self, service: Service) -> None:
        """End a service that hangs or has grown without bound; it is started again like one that ended by itself."""
        found = service.process
        if found is None:
            return
        age = time.monotonic() - service.began
        beat = self.health.daemon_beat_at if self.health else None
        silent = (datetime.now(UTC) - beat).total_seconds() if beat else 0.0
        if service.name == CODE and age > START_SECONDS and not answers(self.socket):
            self._say("The code server does not answer; it is ended.")
        elif service.name == DAEMON and age > HANGING_SECONDS and silent > HANGING_SECONDS:
            self._say(f"The daemon has not beaten for {silent / 60:.0f} minutes; it is ended.")
        elif service.name != CODE and resident_bytes(found.pid) > MOST_RESIDENT_BYTES:
            self._say(f'Part "{service.name}" holds {resident_bytes(found.pid) / 2**20:.0f} MB of memory; it is ended.')
        else:
            return
        end([found], LAST_PATIENCE_SECONDS)

    def _look(self) -> None:
        if time.monotonic() - self.looked < LOOK_SECONDS or (self.looking and self.looking.is_alive()):
            return
        self.looked = time.monotonic()
        is_thorough = self.looked - self.looked_thoroughly > THOROUGH_SECONDS or not self.looked_thoroughly
        self.looked_thoroughly = self.looked if is_thorough else self.looked_thoroughly
        self.looking = threading.Thread(target=self._look_once, args=(is_thorough,), daemon=True)
        self.looking.start()

    def _look_once(self, is_thorough: bool) -> None:
        try:
            self.health = look(self.chosen, is_thorough=is_thorough)
            for service in self.services:
                service.trim_log()
        except Exception as fault:  # a look that fails is told; what is kept running goes on
            self._say(f"The regular look failed: {fault if isinstance(fault, ProductError) else type(fault).__name__}")

    def _end(self) -> None:
        """End everything within a minute: runs as interrupted, then what started them, then whatever is left."""
        self._say("Ending.")
        own = [found for one in self.services if (found := one.process)]
        code = next((found for one in self.services if one.name == CODE and (found := one.process)), None)
        runs = [one for one in started_for(self.home) if code and one != code and session_of(one.pid) == code.pid]
        end([*(one for one in own if one != code), *runs], PATIENCE_SECONDS)
        end([code] if code else [], LAST_PATIENCE_SECONDS)
        end(started_for(self.home), LAST_PATIENCE_SECONDS)
        if self.looking:
            self.looking.join(LAST_PATIENCE_SECONDS)
        with suppress(ProductError):
            clear_stuck(self.chosen, code_server_lives=False)
        self.socket.unlink(missing_ok=True)
        with suppress(OSError):
            self.socket.parent.rmdir()
        self._say("Dagster has ended.")

    def _say(self, what: str) -> None:
        line = f"{datetime.now(UTC).isoformat(timespec='seconds')} {what}"
        with suppress(OSError):  # a terminal that was closed
            print(line, flush=True)
        with suppress(OSError), (self.home / LOGS / "up.log").open("a", encoding="utf-8") as log:
            log.write(f"{line}\n")
