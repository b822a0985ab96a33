"""The schemes whose certificates can be designed, each with its newest edition."""

from assessments.editions import Edition
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.organisations.editions import editions


def schemes() -> dict[str, Edition]:
    """Return the newest edition of each scheme in which a label can be applied for."""
    granting = (found for found in editions() if any(level.steps for level in found.levels))
    return {found.scheme: found for found in granting}


def edition_of_scheme(scheme: str, language: str = "") -> Edition:
    """Return a scheme's newest edition, in the language in force or in another.

    Raises NotFound for a scheme that does not exist.
    """
    known = schemes()
    if scheme not in known:
        raise NotFound
    return known[scheme].in_language(language or i18n.language())
