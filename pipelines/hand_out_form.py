"""Hands the survey form out: checks what was asked for, names the file, never writes over one."""

from pathlib import Path

from pipelines.whole_files import write_whole
from publications.survey_form.blank_workbook import blank_workbook
from publications.survey_form.xlsform import xlsform
from schemas.countries import countries
from schemas.errors import ProductError
from schemas.form import LANGUAGES


class FormNotGiven(ProductError):
    """The form that was asked for cannot be written; the text says what can."""


def hand_out_form(country: str, language: str | None, is_xlsform: bool, out: Path | None) -> Path:
    """Write the blank workbook, or the XLSForm, of a country and return its path.

    `language` is by default the country's survey language; `out` a file, or a folder that gets the file under its usual name, by default
    the current one. Raises FormNotGiven.
    """
    code = country.strip().upper()
    if code not in countries():
        raise FormNotGiven(f"'{country}' is no country of the programme; it is one of {', '.join(countries())}.")
    spoken = (language or countries()[code].survey_language).strip().lower()
    if spoken not in LANGUAGES:
        raise FormNotGiven(f"The form is not written in '{language}'; it is in {', '.join(LANGUAGES)}.")
    name = f"jmdi-{'xlsform' if is_xlsform else 'form'}-{code.lower()}-{spoken}.xlsx"
    path = out / name if out and out.is_dir() else out or Path(name)
    content = xlsform(code, spoken) if is_xlsform else blank_workbook(code, spoken)
    _write_new(path, content)
    return path


def _write_new(path: Path, content: bytes) -> None:
    if path.suffix.lower() != ".xlsx":
        raise FormNotGiven(f"{path} would not open as a workbook; give --out a name that ends in .xlsx.")
    try:
        write_whole(path, content, is_new=True)
    except FileExistsError:
        raise FormNotGiven(f"{path} is there already and stays as it is; give another name with --out.") from None
    except OSError as fault:
        raise FormNotGiven(f"{path} cannot be written ({fault.strerror}); give another place with --out.") from None
