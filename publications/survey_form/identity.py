"""Which form it is, beside its version: a mark of the code book that it was written from, and the day it bears as its own.

A form that comes back says by its version and this mark whether it asks what is asked today.
"""

from datetime import datetime
from hashlib import sha256

from schemas.reference_files import reference_folder

FORM_DATE = datetime(2016, 1, 1)  # stands in the file as its day of creation, so that the same form is the same bytes
CODE_BOOK = ("form/sheets.csv", "form/questions.csv", "form/limits.csv", "countries.csv", "gazetteer/places.csv")


def code_book_mark() -> str:
    """Return twelve hexadecimal digits that change when a question, a code or a place of the form changes."""
    folder = reference_folder()
    files = [*(folder / name for name in CODE_BOOK), *sorted((folder / "code_lists").glob("*.csv"))]
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in files)).hexdigest()[:12]
