"""A label as the API gives it; the shape is the contract, keys are added and never changed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from labelling.register.entries import Entry

Addresses = Callable[..., str]
"""Return the absolute address of a page (endpoint, then its values by name)."""


def item_of(
    entry: Entry, day: date, address_of: Addresses, known_at: datetime | None = None
) -> dict[str, Any]:
    """Return the label on a day, as known today or as known at a moment."""
    standing = entry.standing(day, known_at)
    term = entry.term(day, known_at)
    public_id = entry.label.public_id
    return {
        "id": public_id,
        "number": entry.label.number,
        "status": standing.status.value,
        "reason": standing.reason or None,
        "scheme": entry.label.scheme,
        "edition": term.edition_id,
        "level": term.level_id,
        "organisation": {"name": entry.named(day, known_at).holder, "country": term.country},
        "valid_from": term.valid_from.isoformat(),
        "valid_until": term.valid_until.isoformat(),
        "certificate": address_of("register.certificate", public_id=public_id),
        "credential": address_of("register.credential", public_id=public_id),
        "page": address_of("register.label", public_id=public_id),
    }
