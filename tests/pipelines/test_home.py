"""Dagster's home: a disk that takes no more is told in a sentence, whichever part of the state is being written."""

import os
import resource

import pytest

from pipelines.operation.home import StateClosed, prepare_home


@pytest.mark.parametrize("limit", [10, 4_096, 60_000])  # in dagster.yaml, in Dagster's first table, in a later one
def test_a_full_disk_under_dagsters_state_is_told_in_a_sentence(tmp_path, monkeypatch, limit):
    monkeypatch.setenv("JMDI_STATE", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(StateClosed, match=r"where Dagster keeps its state, cannot be written to \(.+ MB free\); make room") as told:
            prepare_home()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(told.value).startswith(str(tmp_path))


def test_the_settings_of_dagster_are_whole_for_whoever_reads_them_while_they_are_put_there_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("JMDI_STATE", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    tmp_path.chmod(0o755)
    prepare_home()
    assert tmp_path.stat().st_mode & 0o777 == 0o700, "a home that was there already is closed to others too"
    whole = (tmp_path / "dagster.yaml").read_text()
    with (tmp_path / "dagster.yaml").open() as read:
        prepare_home()
        assert read.read() == whole
        assert os.fstat(read.fileno()).st_nlink == 0  # another file has taken its place; this one was never cut down
