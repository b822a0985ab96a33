"""Status lists (W3C Bitstring Status List 1.0): one bit for each credential, public and signed.

One list says what is revoked, one what is suspended. Signing and its check are the credential's;
here stands what is in a list and when it may be believed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from certificates.canonical import from_decimal, to_instant
from certificates.errors import BadInput
from certificates.statusbits import (
    LONGEST_ENCODED,
    LONGEST_LIST,
    Bits,
    decode_bits,
    encode_bits,
)
from certificates.strictjson import Fields

VALID_FOR = timedelta(hours=24)
"""How long a list may speak for the present."""

CONTEXT = "https://www.w3.org/ns/credentials/v2"

_TYPES = ("VerifiableCredential", "BitstringStatusListCredential")
_SUBJECT_TYPE = "BitstringStatusList"
_ENTRY_TYPE = "BitstringStatusListEntry"
_ADDRESS = re.compile(r"https?://[!-~]{1,500}", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,7}", re.ASCII)


class Purpose(StrEnum):
    """What a bit that is set says; a revocation is for ever, a suspension can be lifted."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list as published at its address, from the first to before the last moment."""

    address: str
    issuer: str
    purpose: Purpose
    valid_from: datetime
    valid_until: datetime
    bits: Bits

    def covers(self, moment: datetime) -> bool:
        """Say whether the list may be believed about this moment."""
        return self.valid_from <= moment < self.valid_until


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's status stands: this bit of the list with this address."""

    purpose: Purpose
    address: str
    index: int


def list_credential(status: StatusList) -> dict[str, object]:
    """Return the list as a BitstringStatusListCredential, not yet signed.

    Raises BadInput where it would be valid for more than 24 hours.
    """
    content: dict[str, object] = {
        "@context": [CONTEXT],
        "id": status.address,
        "type": list(_TYPES),
        "issuer": status.issuer,
        "validFrom": to_instant(status.valid_from),
        "validUntil": to_instant(status.valid_until),
        "credentialSubject": {
            "id": f"{status.address}#list",
            "type": _SUBJECT_TYPE,
            "statusPurpose": status.purpose.value,
            "encodedList": encode_bits(status.bits),
        },
    }
    read_list(content)
    return content


def read_list(credential: Mapping[str, object], what: str = "The status list") -> StatusList:
    """Return the list in a credential whose proof has been checked; raise BadInput otherwise.

    A key that is not known here might change what the bits mean, so it refuses the list.
    """
    fields = Fields({key: credential[key] for key in credential if key != "proof"}, what)
    if fields.texts("@context") != (CONTEXT,) or fields.texts("type") != _TYPES:
        raise BadInput(f"{what} is not a BitstringStatusListCredential.")
    subject = fields.part("credentialSubject")
    found = StatusList(
        address=fields.text("id", _ADDRESS),
        issuer=fields.text("issuer"),
        purpose=_purpose(subject),
        valid_from=fields.instant("validFrom"),
        valid_until=fields.instant("validUntil"),
        bits=decode_bits(subject.text("encodedList", longest=LONGEST_ENCODED)),
    )
    if (subject.text("id"), subject.text("type")) != (f"{found.address}#list", _SUBJECT_TYPE):
        raise BadInput(f"{what} is not about itself.")
    subject.done()
    fields.done()
    if not found.valid_from < found.valid_until <= found.valid_from + VALID_FOR:
        raise BadInput(f"{what} must be valid for up to 24 hours.")
    return found


def entry_value(entry: StatusEntry) -> dict[str, object]:
    """Return the entry as it stands in a credential's `credentialStatus`."""
    value: dict[str, object] = {
        "id": f"{entry.address}#{entry.index}",
        "type": _ENTRY_TYPE,
        "statusPurpose": entry.purpose.value,
        "statusListIndex": str(entry.index),
        "statusListCredential": entry.address,
    }
    read_entry(Fields(value, "The status entry"))
    return value


def read_entry(fields: Fields) -> StatusEntry:
    """Return one entry of a credential's `credentialStatus`; raise BadInput for anything wrong."""
    if fields.text("type") != _ENTRY_TYPE:
        raise BadInput(f"{fields.place} is not a {_ENTRY_TYPE}.")
    index = from_decimal(fields.text("statusListIndex", _INDEX), fields.place)
    entry = StatusEntry(_purpose(fields), fields.text("statusListCredential", _ADDRESS), index)
    if index >= LONGEST_LIST or fields.text("id") != f"{entry.address}#{index}":
        raise BadInput(f"{fields.place} points to no entry of a status list.")
    fields.done()
    return entry


def status_of(
    entry: StatusEntry, lists: Iterable[StatusList], *, issuer: str, at: datetime
) -> bool | None:
    """Say whether the entry's bit was set at a moment; None where that cannot be told.

    Only a list of the same address, issuer and purpose that is valid at the moment counts; a
    missing list never means that all is well. Of two that differ, the set bit counts.
    """
    answers = {
        status.bits.is_set(entry.index)
        for status in lists
        if (status.address, status.issuer, status.purpose) == (entry.address, issuer, entry.purpose)
        and status.covers(at)
        and entry.index < status.bits.length
    }
    return any(answers) if answers else None


def _purpose(fields: Fields) -> Purpose:
    text = fields.text("statusPurpose")
    if text not in set(Purpose):
        raise BadInput(f"{fields.place}.statusPurpose {text!r} is not known here.")
    return Purpose(text)
