"""What this library refuses, and what it cannot do on this machine."""


class BadInput(ValueError):
    """A value or a file that cannot be used; the message is one sentence for whoever gave it."""


class CannotPrint(RuntimeError):
    """This machine lacks what printing needs; the message says what to install."""


class CannotSign(RuntimeError):
    """A key, a token or a file that signing needs is missing or not safe; the message says which.

    It never has a secret in it.
    """
