"""E-mail addresses as we keep them: checked, and the same however their letters are written."""

from email_validator import EmailNotValidError, validate_email


def normalised(email: str) -> str:
    """Return an address in the one form in which it is kept and compared.

    Small letters, and no more: folding makes straße.example another place, and mail goes there.
    """
    return email.strip().lower()


def checked(email: str) -> str | None:
    """Return an address in its kept form, or None where it cannot be one. Asks no server."""
    try:
        found = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return normalised(found.normalized)
