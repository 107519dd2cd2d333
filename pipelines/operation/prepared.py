"""Prepares Dagster's home, then becomes the command that is given: for containers, where an engine keeps Dagster's processes running.

`python -m pipelines.operation.prepared dagster-webserver --read-only …` finds the same home, settings and secrets as `jmdi up` does.
"""

import os
import sys

from pipelines.operation.home import prepare_home
from schemas.errors import ProductError


def main(command: list[str]) -> None:
    """Become the command. Ends with a sentence when the home cannot be prepared, or there is no such command."""
    try:
        prepare_home()
        os.execvp(command[0], command)  # noqa: S606  (it is what the engine was told to run)
    except ProductError as fault:
        sys.exit(f"Error: {fault}")
    except (FileNotFoundError, IndexError):
        sys.exit(f"Error: there is no command {' '.join(command[:1]) or 'to run'}; name one of Dagster's, such as dagster-webserver.")


if __name__ == "__main__":
    main(sys.argv[1:])
