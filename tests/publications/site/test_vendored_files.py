"""The libraries that the site loads are the ones that the manifest names, byte for byte, each with its licence."""

import csv
from hashlib import sha256

from publications.site.every_page import ASSETS
from schemas.reference_files import CHECKOUT

MANIFEST = CHECKOUT / "publications" / "site" / "vendored.csv"


def test_every_vendored_file_is_the_one_of_the_manifest_and_has_its_licence():
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    folder = ASSETS / "vendor"
    found = {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}
    assert found == {row["file"]: row["sha256"] for row in rows}
    libraries = {row["name"] for row in rows}
    assert libraries == {row["name"] for row in rows if "LICEN" in row["file"]}
    notice = (CHECKOUT / "NOTICE").read_text(encoding="utf-8").lower()
    assert [f"{row['name']} {row['version']}" for row in rows if f"{row['name']} {row['version']}" not in notice] == []
