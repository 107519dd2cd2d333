"""Writes what the product is made of, as a CycloneDX bill of materials: `python -m scripts.bill_of_materials FILE`, or `make sbom`.

Packages come from the lock of the image, with the hashes of their files and who needs them; licences from what is installed here; the
JavaScript that pages bring along from its manifest. The same checkout makes the same bytes, so that it can be compared; it is made for
a release and not committed.
"""

import csv
import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from schemas.reference_files import CHECKOUT

LOCK = CHECKOUT / "deploy" / "requirements.lock"
VENDORED = CHECKOUT / "publications" / "site" / "vendored.csv"
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)")
HASH = re.compile(r"sha256:([0-9a-f]{64})")
NEEDED_BY = re.compile(r"^    #(?: via)? +([A-Za-z0-9._-]+)")


def bill_of_materials() -> dict[str, Any]:
    """Return the bill: `components` of Python and JavaScript, and in `dependencies` who needs whom."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    packages = list(_packages(LOCK.read_text(encoding="utf-8")))
    references = {one["name"]: one["bom-ref"] for one in (package for package, _ in packages)} | {project["name"]: own}
    needs: dict[str, list[str]] = {reference: [] for reference in references.values()}
    for package, needed_by in packages:
        for name in needed_by:
            if name in references:  # the lock also names the file that held its versions
                needs[references[name]].append(package["bom-ref"])
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": own, "purl": own, "name": project["name"], "version": project["version"]}
        },
        "components": [package for package, _ in packages] + _vendored(),
        "dependencies": [{"ref": reference, "dependsOn": sorted(needed)} for reference, needed in sorted(needs.items())],
    }


def _packages(lock: str) -> "list[tuple[dict[str, Any], list[str]]]":
    """Return each pinned package as a component, with the names of those that need it."""
    found = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        if pinned := PINNED.match(block):
            needed_by = [match[1] for line in block.splitlines() if (match := NEEDED_BY.match(line)) and match[1] != "via"]
            found.append((_package(pinned["name"], pinned["version"], HASH.findall(block)), needed_by))
    return found


def _package(name: str, version: str, hashes: list[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower()}@{version}"
    # One package has many files, one for each kind of machine: any of these hashes is right.
    files = [{"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": one}]} for one in hashes]
    part = {"type": "library", "bom-ref": purl, "purl": purl, "name": name, "version": version, "externalReferences": files}
    licence = _licence(name)
    return part | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _licence(name: str) -> str:
    """Return the licence that the installed package states: its expression, the first line of its text, or its classifier."""
    try:
        told = metadata(name)
    except PackageNotFoundError:  # of another system or Python
        return ""
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    stated = "".join(told.get_all("License-Expression") or told.get_all("License") or []).strip().splitlines()
    return stated[0] if stated and len(stated[0]) < 100 else next(iter(classified), "")


def _vendored() -> list[dict[str, Any]]:
    """Return the JavaScript that lies in the checkout, one component a package, with the hash of each of its files."""
    with VENDORED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts: dict[str, dict[str, Any]] = {}
    for row in rows:
        purl = f"pkg:npm/{row['name']}@{row['version']}"
        part = parts.setdefault(purl, {
            "type": "library", "bom-ref": purl, "purl": purl, "name": row["name"], "version": row["version"],
            "licenses": [{"license": {"id": row["licence"]}}], "components": [],
        })  # fmt: skip
        part["components"].append({
            "type": "file", "bom-ref": f"{purl}#{row['file']}", "name": row["file"],
            "hashes": [{"alg": "SHA-256", "content": row["sha256"]}],
        })  # fmt: skip
    return list(parts.values())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(bill_of_materials(), indent=1) + "\n", encoding="utf-8")
