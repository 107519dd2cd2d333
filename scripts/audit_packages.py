"""Asks for known weaknesses of the pinned packages: `python -m scripts.audit_packages [LOCK…]`, or `make audit`.

pip-audit asks the advisories of PyPI. A package that the index has no advisories for counts as not asked, and never as fine.
Exit code 0: every package was asked about, and none has a known weakness. 1: some have one. 2: not, or not all, could be asked.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PIP_AUDIT = "pip-audit==2.10.1"
LOCKS = ("requirements.lock",)
FINE, WEAK, NOT_ASKED = 0, 1, 2


def judge(report: dict[str, Any]) -> tuple[int, list[str]]:
    """Return the exit code and the sentences for what pip-audit reports of the packages."""
    packages = report.get("dependencies", [])
    weak = [one for one in packages if one.get("vulns")]
    unasked = [one["name"] for one in packages if "skip_reason" in one]
    told = [
        f"{one['name']} {one['version']}: {found['id']}; mended in {', '.join(found['fix_versions']) or 'no version yet'}."
        for one in weak
        for found in one["vulns"]
    ]
    if unasked or not packages:
        named = ", ".join(unasked[:5]) + (" …" if len(unasked) > 5 else "")
        told.append(f"NOT ASKED: {len(unasked)} of {len(packages)} packages ({named}). Ask again where PyPI's advisories can be reached.")
    if not told:
        told.append(f"{len(packages)} packages were asked about; none has a known weakness.")
    return WEAK if weak else NOT_ASKED if unasked or not packages else FINE, told


def main(locks: tuple[str, ...]) -> int:
    """Ask about the packages of the locks, print what is known, and return the exit code."""
    asks = [str(Path(sys.executable).parent / "uv"), "tool", "run", "--quiet", "--from", PIP_AUDIT, "pip-audit", "--format", "json"]
    asks += ["--progress-spinner", "off", "--disable-pip", "--no-deps", *(f"--requirement={lock}" for lock in locks)]
    try:
        asked = subprocess.run(asks, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603  (names of files and constants)
        report = json.loads(asked.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        report = {}
    code, told = judge(report)
    print("\n".join(told))
    return code


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or LOCKS))
