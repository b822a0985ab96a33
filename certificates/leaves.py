"""What stands in the log: the facts that must not be changed quietly, as hashes.

A leaf has no personal data. What it is about is an event, kept outside with 128 random bits, so
that erasing both leaves a hash of which nobody can guess the origin.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from certificates.canonical import canonical_json, read_canonical_json, to_instant
from certificates.errors import BadInput
from certificates.log import hash_leaf
from certificates.strictjson import Fields, parse

VERSION = 1
SALT_SIZE = 16

_LABEL = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FORMS = {
    "label": _LABEL,
    "credential_sha256": _SHA256,
    "file_sha256": _SHA256,
    "event_sha256": _SHA256,
}
_SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)


class LeafType(StrEnum):
    """What happened; `document` is the second leaf of a certificate: the hash of its file.

    A term is granted by a decision; its credential is issued, renewed or replaced afterwards. It
    is replaced where a further version was decided: the label's holder or language was amended.
    """

    GRANT = "grant"
    AMEND = "amend"
    ISSUE = "issue"
    REPLACE = "replace"
    RENEW = "renew"
    SUSPEND = "suspend"
    LIFT = "lift"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    DOCUMENT = "document"
    EDITION_PUBLISHED = "edition-published"
    KEY_INTRODUCED = "key-introduced"
    KEY_RETIRED = "key-retired"
    AUDIT_HEAD = "audit-head"


_NEEDS: dict[LeafType, set[str]] = {
    LeafType.GRANT: {"label", "event_sha256"},
    LeafType.AMEND: {"label", "event_sha256"},
    LeafType.ISSUE: {"label", "credential_sha256", "event_sha256"},
    LeafType.REPLACE: {"label", "credential_sha256", "event_sha256"},
    LeafType.RENEW: {"label", "credential_sha256", "event_sha256"},
    LeafType.SUSPEND: {"label", "event_sha256"},
    LeafType.LIFT: {"label", "event_sha256"},
    LeafType.REVOKE: {"label", "event_sha256"},
    LeafType.WITHDRAW: {"label", "event_sha256"},
    LeafType.DOCUMENT: {"label", "file_sha256"},
    LeafType.EDITION_PUBLISHED: {"file_sha256"},
    LeafType.KEY_INTRODUCED: {"event_sha256"},
    LeafType.KEY_RETIRED: {"event_sha256"},
    LeafType.AUDIT_HEAD: {"event_sha256"},
}
# A label can be suspended or revoked before its credential is made.
_ALLOWS: dict[LeafType, set[str]] = {
    LeafType.SUSPEND: {"credential_sha256"},
    LeafType.LIFT: {"credential_sha256"},
    LeafType.REVOKE: {"credential_sha256"},
    LeafType.WITHDRAW: {"credential_sha256"},
    LeafType.DOCUMENT: {"event_sha256"},
    LeafType.EDITION_PUBLISHED: {"event_sha256"},
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the log; hashes are SHA-256 in lower-case hexadecimal digits.

    Issue, replace and renew need label, credential and event; grant, amend, suspend, lift, revoke
    and withdraw need label and event; document needs label and file; an edition its file; a key and
    the head of the audit trail their event.
    """

    type: LeafType
    at: datetime
    label: str | None = None
    credential_sha256: str | None = None
    file_sha256: str | None = None
    event_sha256: str | None = None


def leaf_value(leaf: Leaf) -> dict[str, object]:
    """Return the leaf as a JSON object; raise BadInput where it lacks or has too much."""
    optional = {
        "label": leaf.label,
        "credential_sha256": leaf.credential_sha256,
        "file_sha256": leaf.file_sha256,
        "event_sha256": leaf.event_sha256,
    }
    value: dict[str, object] = {"v": VERSION, "type": leaf.type.value, "at": to_instant(leaf.at)}
    value |= {key: given for key, given in optional.items() if given is not None}
    leaf_of(Fields(value, "The leaf"))
    return value


def leaf_of(fields: Fields) -> Leaf:
    """Return the leaf in a JSON object; raise BadInput for anything wrong with it."""
    if fields.whole("v", 1) != VERSION:
        raise BadInput(f"{fields.place} is of a version that is not known here.")
    name = fields.text("type")
    if name not in set(LeafType):
        raise BadInput(f"{fields.place} is of the unknown type {name!r}.")
    kind, at = LeafType(name), fields.instant("at")
    given = {key: fields.text(key, form) for key, form in _FORMS.items() if fields.has(key)}
    fields.done()
    if not _NEEDS[kind] <= given.keys() <= _NEEDS[kind] | _ALLOWS.get(kind, set()):
        raise BadInput(f"{fields.place} has not what one of type {name} must have.")
    return Leaf(kind, at, **given)


def leaf_bytes(leaf: Leaf) -> bytes:
    """Return the entry of the log: the leaf in RFC 8785 form."""
    return canonical_json(leaf_value(leaf), "The leaf")


def read_leaf(data: bytes, what: str = "The leaf") -> Leaf:
    """Return the leaf in an entry of the log; raise BadInput for any other bytes than its own."""
    leaf = leaf_of(Fields(parse(data, what), what))
    if leaf_bytes(leaf) != data:
        raise BadInput(f"{what} is not in its one spelling (RFC 8785).")
    return leaf


def leaf_hash(leaf: Leaf) -> bytes:
    """Return the hash under which the leaf stands in the tree."""
    return hash_leaf(leaf_bytes(leaf))


def new_salt() -> bytes:
    """Return 128 random bits."""
    return secrets.token_bytes(SALT_SIZE)


def seal_event(event: Mapping[str, object], salt: bytes) -> bytes:
    """Return the bytes of which a leaf has the hash: event and salt in RFC 8785 form.

    Raises BadInput for a salt of another length than 16 bytes and for fractions in the event.
    """
    if len(salt) != SALT_SIZE:
        raise BadInput("The salt of an event must have 128 bits.")
    return canonical_json({"event": dict(event), "salt": salt.hex()}, "The event")


def event_sha256(sealed: bytes) -> str:
    """Return the hash of a sealed event as it stands in a leaf."""
    return sha256(sealed).hexdigest()


def open_event(sealed: bytes, expected_sha256: str, what: str = "The event") -> dict[str, object]:
    """Return the event if it is the one of the leaf; raise BadInput otherwise."""
    if event_sha256(sealed) != expected_sha256:
        raise BadInput(f"{what} is not the one of which the log has the hash.")
    fields = Fields(read_canonical_json(sealed, what), what)
    fields.text("salt", _SALT)
    event = fields.mapping("event")
    fields.done()
    return event
