"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is right.

A passkey is a second factor beside the authenticator app: it answers to our address alone, and
only after its owner has shown themselves to it (fingerprint, face, PIN).
"""

import ipaddress
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from labelling.people.models import Passkey, Person

CHALLENGE_LASTS = timedelta(minutes=5)
LONGEST_ANSWER = 20_000
_CHALLENGE_BYTES = 32
_LONGEST_ID = 1023  # WebAuthn Level 3, credential ID
_TRANSPORTS = frozenset(transport.value for transport in AuthenticatorTransport)


class WrongPasskey(Exception):
    """An answer that is not what was asked for: another key, challenge, place, or a copied key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where passkeys are for: the host that they are bound to, and the address that asks."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A passkey as a browser has just made it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


def place_of(public_url: str) -> Place | None:
    """Return for which place passkeys are made; None where browsers make none.

    They want a name, not a number, and https except on this very machine.
    """
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if not host or (parts.scheme != "https" and host != "localhost"):
        return None
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return Place(host, public_url.rstrip("/"))
    return None


def new_challenge() -> bytes:
    """Return 256 random bits, to be answered once."""
    return secrets.token_bytes(_CHALLENGE_BYTES)


def is_current(asked_at: datetime | None, now: datetime) -> bool:
    """Say whether a challenge may still be answered."""
    return asked_at is not None and now - asked_at <= CHALLENGE_LASTS


def options_to_make(
    person: Person, known: Sequence[Passkey], challenge: bytes, place: Place, product: str
) -> str:
    """Return as JSON what a browser needs to make a passkey; a known one is not made again."""
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=product,
        user_id=person.id.bytes,
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json(options)


def options_to_use(known: Sequence[Passkey], challenge: bytes, place: Place) -> str:
    """Return as JSON what a browser needs to use one of these passkeys."""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def made(answer: str, challenge: bytes | None, place: Place) -> NewKey:
    """Return the passkey in a browser's answer; raise WrongPasskey for any other answer.

    Also where nothing was asked, or too long ago: then there is no challenge.
    """
    if challenge is None:
        raise WrongPasskey
    try:
        found = verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise WrongPasskey from problem
    if len(found.credential_id) > _LONGEST_ID:
        raise WrongPasskey
    return NewKey(
        found.credential_id, found.credential_public_key, found.sign_count, _transports(answer)
    )


def credential_id_in(answer: str) -> bytes:
    """Return which passkey answers; raise WrongPasskey where that cannot be read."""
    named = _read(answer).get("rawId")
    try:
        if isinstance(named, str) and len(named) <= 2 * _LONGEST_ID:
            return base64url_to_bytes(named)
    except ValueError as problem:
        raise WrongPasskey from problem
    raise WrongPasskey


def used(answer: str, passkey: Passkey | None, challenge: bytes | None, place: Place) -> int:
    """Return how often a passkey has signed, by its own count, after a right answer.

    Raises WrongPasskey for a wrong one, one without challenge or of no passkey that is known, and
    for a count that has not grown: the key was copied. Keys that do not count say 0 each time.
    """
    if passkey is None or challenge is None:
        raise WrongPasskey
    try:
        found = verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise WrongPasskey from problem
    return found.new_sign_count


def _read(answer: str) -> dict[str, object]:
    if len(answer) > LONGEST_ANSWER:
        raise WrongPasskey
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError) as problem:
        raise WrongPasskey from problem
    if not isinstance(found, dict):
        raise WrongPasskey
    return found


def _transports(answer: str) -> tuple[str, ...]:
    response = _read(answer).get("response")
    named = response.get("transports") if isinstance(response, dict) else None
    found = named if isinstance(named, list) else []
    return tuple(sorted({one for one in found if isinstance(one, str)} & _TRANSPORTS))


def _described(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[AuthenticatorTransport(name) for name in passkey.transports] or None,
        )
        for passkey in known
    ]
