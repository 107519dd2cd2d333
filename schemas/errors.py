"""The errors that stop a build, each one plain sentence. A wrong answer of a sender is no error: see `findings`."""


class ProductError(Exception):
    """A fault of the program, its reference files or its surroundings; the text is what the user reads."""


class BrokenReference(ProductError):
    """A file under `reference/` is missing or says something impossible."""


class BrokenContract(ProductError):
    """A table that a step produced is not what its declaration promises."""
