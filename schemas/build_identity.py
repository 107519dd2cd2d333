"""What tells one build from every other: its name, when it was made, and by which versions."""

from datetime import datetime
from typing import NamedTuple


class BuildIdentity(NamedTuple):
    """A build's id, the moment it was begun (UTC), and the versions of the code and of the schema that it is made by.

    Every file for people that is dated or names its build takes both from here, so that the same build has the same bytes.
    """

    build_id: str
    made_at: datetime
    code_version: str
    schema_version: str

    @property
    def at(self) -> str:
        """The moment in ISO 8601, to the second, with its zone."""
        return self.made_at.isoformat(timespec="seconds")

    @property
    def day(self) -> str:
        """The day in ISO 8601."""
        return self.made_at.date().isoformat()
