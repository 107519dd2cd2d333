"""What the product is made of, and whether that has known weaknesses: the bill of materials, and what the audit makes of an answer."""

import csv
import json
import re

from schemas.reference_files import CHECKOUT
from scripts.audit_packages import FINE, NOT_ASKED, WEAK, judge
from scripts.bill_of_materials import bill_of_materials

CLEAN = {"name": "lxml", "version": "6.0", "vulns": []}
WEAKNESS = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"]}]}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found on PyPI and could not be audited: ours (1.0)"}


def test_an_audit_is_fine_only_when_every_package_was_asked_about():
    assert judge({"dependencies": [CLEAN]}) == (FINE, ["1 packages were asked about; none has a known weakness."])
    assert judge({"dependencies": [CLEAN, WEAKNESS]}) == (WEAK, ["jinja2 2.10: PYSEC-2019-217; mended in 2.10.1."])
    code, told = judge({"dependencies": [CLEAN, UNKNOWN]})
    assert code == NOT_ASKED
    assert "NOT ASKED: 1 of 2 packages (ours)" in told[0]
    assert judge({"dependencies": [UNKNOWN, WEAKNESS]})[0] == WEAK
    assert judge({})[0] == NOT_ASKED  # no answer at all


def test_the_bill_of_materials_names_every_package_and_script_with_version_hashes_and_who_needs_it():
    bill = bill_of_materials()
    parts = {part["bom-ref"]: part for part in bill["components"]}
    lock = (CHECKOUT / "deploy" / "requirements.lock").read_text(encoding="utf-8")
    pinned = {f"pkg:pypi/{name.lower()}@{version}" for name, version in re.findall(r"^(\S+)==(\S+)", lock, re.MULTILINE)}
    with (CHECKOUT / "publications" / "site" / "vendored.csv").open(encoding="utf-8", newline="") as file:
        vendored = {(row["name"], row["version"], row["sha256"]) for row in csv.DictReader(file)}
    assert {reference for reference in parts if reference.startswith("pkg:pypi/")} == pinned
    assert {
        (part["name"], part["version"], file["hashes"][0]["content"])
        for part in parts.values()
        if part["bom-ref"].startswith("pkg:npm/")
        for file in part["components"]
    } == vendored
    assert all(part["externalReferences"][0]["hashes"] for reference, part in parts.items() if reference in pinned)
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    own = bill["metadata"]["component"]["bom-ref"]
    assert any(one.startswith("pkg:pypi/dagster@") for one in needs[own])
    assert {needed for all_of_one in needs.values() for needed in all_of_one} == pinned  # nothing is there that nobody needs
    assert json.dumps(bill_of_materials()) == json.dumps(bill)
