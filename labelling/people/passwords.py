"""Passwords: the rules for new ones, hashing and checking. Slow on purpose, so never in a unit of
work."""

import unicodedata
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from labelling.core.i18n import Text, lazy

SHORTEST = 12
LONGEST = 200
_FEWEST_DIFFERENT = 5


_installed: list[PasswordHasher] = [PasswordHasher()]


def install(hasher: PasswordHasher) -> None:
    """Make a hasher, with its cost, the one in use."""
    _installed[:] = [hasher]
    _decoy.cache_clear()


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, with its parameters and salt."""
    return _installed[0].hash(_plain(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether a password belongs to a hash.

    Without a hash (no such account, none chosen yet) it takes the same time and says no.
    """
    try:
        _installed[0].verify(password_hash or _decoy(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Say whether a hash was made at another cost than today's."""
    return _installed[0].check_needs_rehash(password_hash)


def fault_of(password: str, *, email: str = "", name: str = "") -> Text | None:
    """Return what speaks against a new password, or None."""
    plain = _plain(password).casefold()
    if len(plain) < SHORTEST:
        return lazy("A password has at least 12 characters. Four or five words are easy to keep.")
    if len(plain) > LONGEST:
        return lazy("A password has at most 200 characters.")
    if plain in _well_known() or len(set(plain)) < _FEWEST_DIFFERENT:
        return lazy("Many people use this password, so it is guessed first. Choose another.")
    own = {email.casefold(), email.casefold().partition("@")[0], name.casefold()}
    squeezed = {_squeezed(text) for text in own}
    if _squeezed(plain) in squeezed:
        return lazy("Your name or address is guessed first. Choose another password.")
    return None


@cache
def _well_known() -> frozenset[str]:
    """Return passwords of twelve letters and more that lists of leaked ones begin with."""
    return frozenset(
        resources.files("labelling.people").joinpath("well_known_passwords.txt").read_text().split()
    )


@cache
def _decoy() -> str:
    return _installed[0].hash("nobody has this password")


def _plain(password: str) -> str:
    # The same letters typed on another keyboard may be composed in another way.
    return unicodedata.normalize("NFKC", password)


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
