"""How long the texts of an appeal may be, and the refusal of longer and of empty ones."""

from labelling.core.errors import Invalid
from labelling.core.i18n import lazy

TEXT_LIMIT = 8000
REASON_LIMIT = 4000
SHORT_LIMIT = 1000


def checked(text: str, field: str, most: int) -> str:
    """Return a text that must be there; raise Invalid where it is empty or too long."""
    if not text.strip():
        raise Invalid(lazy("Fill this in."), field=field)
    if len(text) > most:
        raise Invalid(lazy("This text may have %(most)s characters."), field=field, most=most)
    return text
