"""Where pages lie below the site, and how one leads to another: by relative addresses, so that the folder may lie anywhere."""

import re
from functools import lru_cache
from hashlib import sha256
from posixpath import relpath

PLAIN = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+){0,5}")
LONGEST = 60  # characters of a file's name
MAIN_LANGUAGE = "en"


def page_path(name: str, language: str = MAIN_LANGUAGE) -> str:
    """Return the path of a page that is written in several languages: index.html, index.es.html, countries/MAR.fr.html."""
    return f"{name}.html" if language == MAIN_LANGUAGE else f"{name}.{language}.html"


def record_path(folder: str, record_id: str) -> str:
    """Return the path of a record's page. Two ids never share one, also where a file system takes a and A for the same letter."""
    if PLAIN.fullmatch(record_id) and len(record_id) <= LONGEST:
        return f"{folder}/{record_id}.html"
    slug = re.sub(r"[^a-z0-9]+", "-", record_id.casefold()).strip("-")[:LONGEST]
    return f"{folder}/{slug}-{sha256(record_id.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}.html"


def link(source: str, target: str) -> str:
    """Return the relative address of a page or file, as a page writes it; both are paths below the site."""
    return _from_folder(source.rpartition("/")[0] or ".", target)


@lru_cache(maxsize=4096)
def _from_folder(folder: str, target: str) -> str:
    """Return the address as pages of a folder write it: thousands of them have the same header."""
    return relpath(target, folder)
