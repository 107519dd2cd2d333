"""Passwords, in the environment or in files: no command repeats one, and none is written down, in Dagster's state least of all."""

from pathlib import Path

from tests.commands import run_here

CANARIES = {"JMDI_WAREHOUSE": "Canary-warehouse", "JMDI_SMTP_PASSWORD": "Canary-mail", "JMDI_WEBHOOK_SECRET": "Canary-hook"}
UNREACHABLE = "postgresql://jmdi_loader:{}@127.0.0.1:1/mapping"


def _secrets(folder: Path) -> dict[str, str]:
    """Return the settings of the passwords: one in the environment, the others in files."""
    told = CANARIES | {"JMDI_WAREHOUSE": UNREACHABLE.format(CANARIES["JMDI_WAREHOUSE"])}
    in_environment = {"JMDI_SMTP_PASSWORD": told.pop("JMDI_SMTP_PASSWORD")}
    folder.mkdir()
    for name, secret in told.items():
        (folder / name).write_text(secret, encoding="utf-8")
    return in_environment | {f"{name}_FILE": str(folder / name) for name in told}


def test_no_password_is_repeated_or_written_down_when_the_database_cannot_be_reached(tmp_path):
    work, secrets = tmp_path / "work", _secrets(tmp_path / "secrets")
    commands = (("refresh",), ("status", "--json"), ("query", "select 1"), ("doctor",), ("alert", "--dry-run"))
    said = [run_here(*command, folder=work, JMDI_FILES=str(work / "files"), **secrets) for command in commands]
    printed = "".join(done.stdout + done.stderr for done in said)
    assert "127.0.0.1:1" in printed  # it was asked, and said so
    kept = {str(path): path.read_bytes() for path in work.rglob("*") if path.is_file()}
    assert any(name.endswith(".db") for name in kept)  # of Dagster, with the run that failed
    for canary in CANARIES.values():
        assert canary not in printed
        assert [name for name, content in kept.items() if canary.encode() in content] == []


def test_a_warehouse_that_is_typed_counts_more_than_a_file_with_an_address(tmp_path):
    secrets = _secrets(tmp_path / "secrets")
    done = run_here("query", "select 1", "--warehouse", str(tmp_path / "typed"), folder=tmp_path, **secrets)
    assert f"{tmp_path / 'typed'} has no build yet" in done.stderr
