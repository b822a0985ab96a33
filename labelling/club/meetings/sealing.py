"""Sealed sheets at rest: encrypted for one member, told of by the hash of what is inside."""

import hashlib

from labelling.club.meetings.models import SealedSheet
from labelling.core import files
from labelling.core.errors import Unavailable
from labelling.core.i18n import lazy
from labelling.core.secrets import vault


def seal(sheet: SealedSheet, pdf: bytes) -> tuple[str, str]:
    """Store a sheet encrypted; return the SHA-256 of the PDF and that of what is stored."""
    sealed = vault().seal(_purpose(sheet), pdf)
    return hashlib.sha256(pdf).hexdigest(), files.store().put(sealed)


def unseal(sheet: SealedSheet) -> bytes:
    """Return the PDF of a sheet; raise Unavailable where it is not what was sealed."""
    try:
        pdf = vault().unseal(_purpose(sheet), files.store().get(sheet.stored))
    except (KeyError, ValueError):
        raise Unavailable(lazy("This sheet cannot be read. Tell the office.")) from None
    if hashlib.sha256(pdf).hexdigest() != sheet.sha256:
        raise Unavailable(lazy("This sheet cannot be read. Tell the office."))
    return pdf


def _purpose(sheet: SealedSheet) -> str:
    return f"sealed-sheet:{sheet.membership_id}"
