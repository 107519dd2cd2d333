"""What is received is hostile: no program of the house reads it by a way that would run, fetch or blow up what it holds."""

import subprocess
import sys

import pytest

from schemas.reference_files import CHECKOUT
from steps.files.limits import RefusedError
from steps.files.read_ods import sheets
from tests.steps.files.makers import zipped

BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

UNSAFE = {
    "from xml.etree import ElementTree\n\nElementTree.fromstring(received)": "S314",
    "from xml.dom import minidom\n\nminidom.parseString(received)": "S318",
    "from xml import sax\n\nsax.parseString(received, None)": "S317",
    "from lxml import etree\n\netree.fromstring(received)": "TID251",
    "from lxml import etree\n\netree.parse(received)": "TID251",
    "import pickle": "TID251",
    "import pandas as pd\n\npd.read_pickle(received)": "TID251",
    "import tarfile": "TID251",
    "import yaml\n\nyaml.load(received)": "S506",
    "import marshal\n\nmarshal.loads(received)": "S302",
    "eval(received)": "S307",
    "exec(received)": "S102",
    "import subprocess\n\nsubprocess.run(received, shell=True)": "S602",
    "import requests\n\nrequests.get(received, verify=False)": "S501",
    "import tempfile\n\ntempfile.mktemp()": "S306",
    'sql = f"SELECT * FROM {received}"': "S608",
}


@pytest.mark.parametrize("program", UNSAFE)
def test_unsafe_ways_to_read_are_refused_by_the_linter(program):
    linter = [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--stdin-filename", "steps/files/reader.py", "-"]
    told = subprocess.run(linter, input=f"{program}\n", cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert f" {UNSAFE[program]} " in told.stdout


def test_a_document_type_in_a_spreadsheet_is_refused_by_its_reader_too():
    content = zipped({"content.xml": f'{BOMB}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'})
    with pytest.raises(RefusedError) as refused:
        list(sheets(content, "", []))
    assert refused.value.refusal.detail == "a document type inside"
