"""What a refresh says of the build before it."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.commands import run_here
from tests.warehouse.conftest import world
from tests.warehouse_file import write_warehouse_file
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.manifest import write_about


def test_the_build_before_is_compared_with_although_only_one_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    warehouse = Warehouse(tmp_path / "warehouse")
    write_warehouse_file(tmp_path / GEOPACKAGE, world())

    def build(name: str) -> SimpleNamespace:
        """Do what a run does at its end, and tell that it went well."""
        with warehouse.writing():
            with warehouse.new_build(name) as folder:
                shutil.copy(tmp_path / GEOPACKAGE, folder / GEOPACKAGE)
                write_about(folder, {"files_of_no_country": [], "made_at": "2026-11-30T02:00:00+00:00"})
            warehouse.keep_last(1)
        return SimpleNamespace(success=True)

    for name, said in (("a", "The first build: 1 initiative."), ("b", "The same initiatives as in a.")):
        monkeypatch.setattr("pipelines.refresh._run", lambda *_, name=name: build(name))
        done = run_here("refresh", folder=tmp_path)
        assert (done.returncode, said in done.stdout) == (0, True), done.stdout
    assert [path.name for path in warehouse.builds()] == ["b"]
