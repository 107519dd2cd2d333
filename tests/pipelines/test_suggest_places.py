"""Suggestions of an online service: asked only where a person switched it on, of a real server that the test starts."""

import csv
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines import suggest_places as asking
from pipelines.settings import WrongSetting
from pipelines.suggest_places import ServiceFailed, suggest_places
from schemas.reference_files import CHECKOUT
from tests.commands import run_here
from tests.deliveries import COVER, build_from, write_workbook
from warehouse.builds import Warehouse

NADOR = {
    "nominatim": [{"display_name": "Nador, Oriental, Maroc", "lat": "35.17", "lon": "-2.93"}],
    "geonames": {"geonames": [{"name": "Nador", "adminName1": "Oriental", "countryName": "Morocco", "lat": "35.17", "lng": "-2.93"}]},
}
UNRESOLVED = [
    ("MAR", "Morocco", "Nadorr", None, "Oriental"),
    ("MAR", "Morocco", "Nadorr", "", "Oriental"),
    ("MAR", "Morocco", "Atlantis", None, None),
    ("MAR", "Morocco", "ask amina@example.org", None, None),
    ("MAR", "Morocco", "call 0612345678", None, None),
]


class Service(ThreadingHTTPServer):
    """A server on this machine that answers as the service does, and remembers what it was asked and when."""

    def __init__(self, service: str) -> None:
        self.asked: list[tuple[dict[str, str], str, float]] = []
        self.status = 200
        test = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                said = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                test.asked.append((said, self.headers["User-Agent"], time.monotonic()))
                empty: object = [] if service == "nominatim" else {"geonames": []}
                body = json.dumps(NADOR[service] if "Nador" in said["q"] else empty).encode()
                self.send_response(test.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture(params=["nominatim", "geonames"])
def service(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service that is switched on, and a build with unresolved places."""
    server = Service(request.param)
    (tmp_path / "warehouse" / "builds" / "b").mkdir(parents=True)
    (tmp_path / "warehouse" / "builds" / "b" / "build.json").write_text("{}")
    (tmp_path / "warehouse" / "current").symlink_to("builds/b")
    monkeypatch.setattr(asking, "unresolved_places", lambda build: UNRESOLVED)
    for name, value in {
        "JMDI_WAREHOUSE": str(tmp_path / "warehouse"), "JMDI_STATE": str(tmp_path / "state"), "JMDI_ONLINE_GEOCODER": request.param,
        "JMDI_ONLINE_GEOCODER_USER": "data@example.org", "JMDI_ONLINE_GEOCODER_URL": server.url,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    yield server
    server.shutdown()
    server.server_close()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_unresolved_places_get_suggestions_for_a_person_to_decide(service, tmp_path):
    told = suggest_places(tmp_path / "out.csv", seconds_apart=0)
    assert "2 unresolved places" in told
    assert "until a person decides" in told
    nador, atlantis = sorted(rows_of(tmp_path / "out.csv"), key=lambda row: row["place_text"], reverse=True)
    assert (nador["place_text"], nador["unit_text"], nador["latitude"], nador["longitude"]) == ("Nadorr", "Oriental", "35.17", "-2.93")
    assert nador["suggested_name"].startswith("Nador, ")
    assert (nador["decision"], atlantis["suggested_name"], atlantis["latitude"]) == ("", "", "")


def test_only_names_of_places_are_sent_by_somebody_who_says_who_it_is(service, tmp_path):
    suggest_places(tmp_path / "out.csv", seconds_apart=0)
    sent = [said for said, _, _ in service.asked]
    assert {word for said in sent for word in said["q"].replace(", Morocco", "").split(", ")} == {"Nadorr", "Oriental", "Atlantis"}
    assert all("ma" in (said.get("countrycodes"), (said.get("country") or "").lower()) for said in sent)
    assert not any("amina" in str(said) or "0612" in str(said) for said in sent)
    assert all(agent.startswith("jmdi-mapping/") and "data@example.org" in agent for _, agent, _ in service.asked)


def test_requests_keep_their_distance(service, tmp_path):
    suggest_places(tmp_path / "out.csv", seconds_apart=0.3)
    times = [at for _, _, at in service.asked]
    assert len(times) == 2
    assert times[1] - times[0] >= 0.25
    assert asking.SECONDS_APART >= 1


def test_what_was_answered_once_is_not_asked_again(service, tmp_path):
    suggest_places(tmp_path / "first.csv", seconds_apart=0)
    suggest_places(tmp_path / "second.csv", seconds_apart=0)
    assert len(service.asked) == 2
    assert rows_of(tmp_path / "first.csv") == rows_of(tmp_path / "second.csv")
    assert (tmp_path / "state" / asking.CACHE).exists()


def test_a_service_that_fails_is_told_in_a_sentence_and_asked_again_another_day(service, tmp_path):
    service.status = 503
    with pytest.raises(ServiceFailed, match=r"did not answer .* 0 of 2 places are in .*; try again later"):
        suggest_places(tmp_path / "out.csv", seconds_apart=0)
    service.status = 200
    assert "2 unresolved places" in suggest_places(tmp_path / "again.csv", seconds_apart=0)


def test_nothing_is_sent_when_no_service_is_switched_on(service, tmp_path, monkeypatch):
    for name, reason in (("JMDI_ONLINE_GEOCODER_USER", "wants to know who asks"), ("JMDI_ONLINE_GEOCODER", "so nothing was sent")):
        monkeypatch.delenv(name)
        with pytest.raises(WrongSetting, match=reason):
            suggest_places(tmp_path / "out.csv", seconds_apart=0)
    assert service.asked == []
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_is_there_is_not_replaced(service, tmp_path):
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(ServiceFailed, match="is there already"):
        suggest_places(tmp_path / "out.csv")
    assert service.asked == []


def test_the_command_is_off_by_default_and_no_refresh_knows_it(tmp_path):
    done = run_here("suggest-places", str(tmp_path / "out.csv"), folder=tmp_path, JMDI_ONLINE_GEOCODER="")
    assert (done.returncode, "nothing was sent" in done.stderr) == (1, True)
    wrong = run_here("suggest-places", str(tmp_path / "out.csv"), folder=tmp_path, JMDI_ONLINE_GEOCODER="google")
    assert "it must be nominatim or geonames" in wrong.stderr
    loads = "import sys, pipelines.definitions; print({'geopy', 'pipelines.suggest_places'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", loads], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"


def test_unresolved_places_of_a_real_build_are_asked_for(tmp_path):
    text = COVER.format(country="Morocco") + (
        """
        ## Initiatives
        | Own reference | Title |
        | R1 | Oasis |
        ## Locations
        | Initiative | Place | Region, province or department |
        | R1 | Atlantis | Oriental |
        | R1 | Nador | Oriental |
        """
    )
    write_workbook(tmp_path / "raw" / "MAR" / "2015" / "a.xlsx", text)
    server = Service("nominatim")
    settings = {
        "JMDI_ONLINE_GEOCODER": "nominatim", "JMDI_ONLINE_GEOCODER_USER": "data@example.org", "JMDI_ONLINE_GEOCODER_URL": server.url,
    }  # fmt: skip
    build_from(tmp_path / "raw", Warehouse(tmp_path / "warehouse"))
    done = run_here("suggest-places", str(tmp_path / "out.csv"), folder=tmp_path, **settings)
    server.shutdown()
    server.server_close()
    assert done.returncode == 0, done.stderr
    assert [said["q"] for said, _, _ in server.asked] == ["Atlantis, Oriental, Morocco"]
