"""Opens the warehouse that a setting names: a folder, or a database with its folder of files beside it.

What PostgreSQL needs is loaded only where there is a database.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.builds import Warehouse

if TYPE_CHECKING:
    from warehouse.postgresql.database import Database

# What has a scheme, or would be an address if its scheme were not lost: user:password@host, postgresql//..., the words of libpq. None is
# taken for a folder: what was meant as a password would become its name.
LIKE_AN_ADDRESS = re.compile(
    r"""(?ix) \A [\s"']* (?: [a-z][a-z0-9+.]+ :/  |  postgres[a-z0-9+]* :  |  [^/\s]* // [^/]* @  |  [^/\s:]+ : [^\s]* @ )
    | ://  |  (?: \A | \s ) (?: host | hostaddr | port | dbname | user | password ) \s* ="""
)


def is_address(where: str) -> bool:
    """Return whether a text is meant as the address of a database, and not as a folder."""
    return LIKE_AN_ADDRESS.search(where) is not None


def open_warehouse(where: str, files: Path) -> Warehouse:
    """Return the warehouse at a folder or the address of a database; `files` is the folder of files of a database. Raises WrongAddress."""
    if not is_address(where):
        return Warehouse(where)
    from warehouse.postgresql.database import Database

    return Warehouse(files, database=Database(where))


def check_can_hold_tables(address: str) -> None:
    """Look whether a user may make tables in a database of any purpose. Raises WrongAddress, DatabaseFailed."""
    from warehouse.postgresql.database import Database

    Database(address).check_making_tables()


def shown_build(warehouse: Warehouse) -> "Path | Database":
    """Return what answers questions about the current build: the database where there is one, or the build's folder.

    Raises NoWarehouse when there is no build yet; a database says so when it is asked.
    """
    return warehouse.database or warehouse.current
