"""Writes what is committed of the dictionary, `docs/dictionary.md` and `docs/entities.svg`, from the declarations of the tables."""

from publications.dictionary.contents import contents
from publications.dictionary.entities import entity_diagram
from publications.dictionary.markdown import dictionary_markdown
from schemas.reference_files import CHECKOUT
from warehouse.dictionary import codes, dictionary, dictionary_tables


def committed_files() -> dict[str, str]:
    """Return the files by their path in the checkout."""
    told = contents(dictionary_tables(), dictionary(), codes())
    return {"docs/dictionary.md": dictionary_markdown(told), "docs/entities.svg": entity_diagram()}


if __name__ == "__main__":
    for name, text in committed_files().items():
        (CHECKOUT / name).write_text(text, encoding="utf-8")
        print(f"{name} is written.")
