"""Codes of places: the one form in which they are compared, of the gazetteer and of files of units alike."""


def code_key(code: str) -> str:
    """Return a code as codes are compared: letters and digits only."""
    return "".join(mark for mark in code.casefold() if mark.isalnum())
