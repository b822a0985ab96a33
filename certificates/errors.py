"""What this library refuses, and what it cannot do on this machine."""


class BadInput(ValueError):  # noqa: N818 (a refusal is an answer, not a fault)
    """A value or a file that cannot be used; the message is one sentence for whoever gave it."""


class CannotPrint(RuntimeError):  # noqa: N818 (the machine lacks something)
    """This machine lacks what printing needs; the message says what to install."""
