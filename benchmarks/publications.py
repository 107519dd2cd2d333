"""Measures the files for people: `python -m benchmarks.publications [INITIATIVES ...]` (8,000 and 20,000 unless told otherwise).

The sample deliveries are built once; their tables are multiplied until they hold the initiatives asked for. Then every publication that is
made from the public tables is made once: seconds, files, size, the heaviest page with all that it loads, and, where Chromium is installed,
how long each kind of page takes until it can be used. Ratios are to the seconds that making the public tables takes.
"""

import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.multiplied import Frames, multiplied, sample_build
from schemas.build_identity import BuildIdentity
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.schema_version import schema_version
from steps.handing_on.leave_out import public_tables

INITIATIVES = (8_000, 20_000)
LOADED = re.compile(rb'(?:src|href)="([^"#?]+\.(?:js|css|png|svg))"')
KINDS = ("index.html", "map.html", "initiatives.html", "countries/MAR.html", "networks.html", "practices.html", "quality.html")
MAP_IS_READY = "#map-app[data-ready]"
OPENED = 5  # times that each page is opened; the median counts
CHROMIUM = shutil.which("chromium")
WITHOUT_NETWORK = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")


def main(sizes: list[int]) -> None:
    """Print what the publications of each size take."""
    from datetime import UTC, datetime

    identity = BuildIdentity("benchmark", datetime.now(UTC), "benchmark", schema_version())
    with tempfile.TemporaryDirectory() as name:
        tables, layers = sample_build(Path(name))
        frames: Frames = {**tables, **layers}
        declared = {one.name: one for one in WAREHOUSE_TABLES} | MAP_LAYERS
        for size in sizes:
            times = -(-size // len(frames["core_initiatives"]))
            large = {one: multiplied(declared.get(one, table(one)), frame, times) for one, frame in frames.items()}
            _measure(Path(name) / str(size), large, identity)


def _measure(folder: Path, frames: Frames, identity: BuildIdentity) -> None:
    print(f"\n{len(frames['core_initiatives']):,} initiatives")
    public, floor = _timed("public_tables", lambda: public_tables(frames))
    # The site copies these two as well, which need the drafts and the build before: they stay empty here.
    made: dict[str, Any] = {"public_tables": public, "build_identity": identity, "case_study_index": {}, "changes_feed": {}}
    for name, make in _publications(made):
        made[name], seconds = _timed(name, make)
        sizes = sorted(map(len, made[name].values()), reverse=True)
        whole, largest = sum(sizes) / 2**20, sizes[0] / 2**20
        print(f"{'':<20} {len(sizes):,} files, {whole:,.1f} MB, the largest {largest:.2f} MB; {seconds / floor:.1f} times")
    _tell_pages(folder, made["map_site"])
    print(f"peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:,.0f} MB")


def _publications(made: dict[str, Any]) -> Iterator[tuple[str, Callable[[], dict[str, bytes]]]]:
    """Yield the publications that are made from the public tables, each after those that it takes files from."""
    from assets.every_asset import ASSETS
    from assets.publications import FILES_OF_A_BUILD

    waiting = [one for one in ASSETS if len(one.keys) == 1 and one.key.to_user_string() in FILES_OF_A_BUILD]
    while ready := [one for one in waiting if {key.to_user_string() for key in one.keys_by_input_name.values()} <= made.keys()]:
        for one in ready:
            inputs = {parameter: made[key.to_user_string()] for parameter, key in one.keys_by_input_name.items()}
            yield one.key.to_user_string(), partial(_made, one.op.compute_fn.decorated_fn, inputs)
        waiting = [one for one in waiting if one not in ready]


def _made(make: Callable[..., Any], inputs: dict[str, Any]) -> dict[str, bytes]:
    return make(**inputs).value


def _timed(label: str, work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<20} {seconds:8.1f} s")
    return result, seconds


def _tell_pages(folder: Path, site: dict[str, bytes]) -> None:
    """Print the heaviest page with all that it loads, and the time until pages can be used."""
    pages = {name: page for name, page in site.items() if name.endswith(".html")}
    weights = {name: len(page) + sum(len(site.get(path, b"")) for path in _loads(name, page)) for name, page in pages.items()}
    heaviest = max(weights, key=lambda name: weights[name])
    print(f"heaviest page: {heaviest}, {weights[heaviest] / 1e6:.2f} MB with all that it loads")
    if CHROMIUM is None:
        print("Chromium is not installed: no page was opened")
        return
    for name, page in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    initiative = max((name for name in site if name.startswith("initiatives/")), key=lambda name: weights.get(name, 0))
    with _browser() as browser:
        for name in dict.fromkeys((*KINDS, heaviest, initiative)):
            if name in site:
                seconds = statistics.median(_opened(browser, folder / name) for _ in range(OPENED))
                print(f"  {name:<50} {weights[name] / 1e6:6.2f} MB  usable after {seconds:.2f} s")


def _loads(name: str, page: bytes) -> Iterator[str]:
    from posixpath import dirname, join, normpath

    yield from (normpath(join(dirname(name), found.decode())) for found in LOADED.findall(page))


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(WITHOUT_NETWORK))
        yield browser
        browser.close()


def _opened(browser: Any, path: Path) -> float:
    """Return the seconds from asking for a page until it can be used: the map says so itself, others are once nothing is left to do."""
    page = browser.new_page()
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="load")
    if path.name.startswith("map."):
        page.wait_for_selector(MAP_IS_READY)  # its records are unpacked after the page is loaded, while the browser may seem idle
    else:
        page.evaluate("() => new Promise(done => requestIdleCallback(() => done(true)))")
    seconds = time.perf_counter() - start
    page.close()
    return seconds


if __name__ == "__main__":
    main([int(one.replace(",", "")) for one in sys.argv[1:]] or list(INITIATIVES))
