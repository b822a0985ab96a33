"""The second factor: six digits from an authenticator app (TOTP, RFC 6238), and recovery codes."""

import base64
import hmac
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
import segno

from labelling.core.secrets import token_hash, vault
from labelling.people.models import Person

STEP_SECONDS = 30
RECOVERY_CODES = 10
_TOLERATED_STEPS = (0, -1, 1)  # clocks differ, and typing takes a moment
_SEAL = "second-factor"


def new_secret() -> str:
    """Return a fresh secret (160 bit, base32)."""
    return pyotp.random_base32()


def seal(secret: str) -> bytes:
    """Return a secret as it is stored."""
    return vault().seal(_SEAL, secret.encode())


def hand_out(secret: str, person_id: UUID) -> str:
    """Return a new secret as a form carries it to and fro, for one person alone."""
    return vault().seal(f"{_SEAL}:{person_id}", secret.encode()).decode()


def hand_in(sealed: str, person_id: UUID) -> str | None:
    """Return the secret that was handed out to this person, or None for anything else."""
    try:
        return vault().unseal(f"{_SEAL}:{person_id}", sealed.encode()).decode()
    except ValueError:
        return None


def address_for_app(secret: str, email: str, issuer: str) -> str:
    """Return the otpauth address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def picture_of(address: str, title: str) -> str:
    """Return the address as a QR code: SVG markup without styles, with a text for readers."""
    code = segno.make(address, error="m", micro=False)
    return str(
        code.svg_inline(scale=5, border=4, light="#fff", svgclass="qr", lineclass=None, title=title)
    )


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the 30-second step that a code belongs to, or None where it is wrong."""
    digits = "".join(code.split())
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for offset in _TOLERATED_STEPS:
        step = present + offset
        expected = totp.at(step * STEP_SECONDS)
        if hmac.compare_digest(expected.encode(), digits.encode()):
            found = step if found is None else found
    return found


def accept_code(person: Person, code: str, now: datetime) -> bool:
    """Take a code of the person's app and note its step: none is accepted a second time."""
    if person.totp_sealed is None or person.totp_confirmed_at is None:
        return False
    secret = vault().unseal(_SEAL, person.totp_sealed).decode()
    step = step_of(secret, code, now)
    if step is None or (person.totp_last_step is not None and step <= person.totp_last_step):
        return False
    person.totp_last_step = step
    return True


def new_recovery_codes() -> list[str]:
    """Return ten codes of 80 bits, in groups of four letters."""
    return [
        _grouped(base64.b32encode(secrets.token_bytes(10)).decode()) for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> bytes:
    """Return what is kept of a recovery code, however it was typed."""
    return token_hash("".join(letter for letter in code.upper() if letter.isalnum()))


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4)).lower()
