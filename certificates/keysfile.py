"""The issuer's public keys as they stand in the trust bundle, strictly read, in one spelling."""

import re

from cryptography.x509 import load_der_x509_certificate

from certificates.authority import public_half
from certificates.canonical import from_base64, to_base64, to_instant
from certificates.errors import BadInput
from certificates.keys import WITH_CHAIN, Chain, PublicKey, PublicKeys, Purpose, State
from certificates.strictjson import Fields

_LARGEST_CERTIFICATE = 8 * 1024
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII)


def write_keys(keys: PublicKeys) -> list[dict[str, object]]:
    """Return the keys as plain values for JSON."""
    return [_write_key(key) for key in keys.keys]


def read_keys(fields: Fields, name: str = "keys") -> PublicKeys:
    """Take the list of keys; raise BadInput, naming the place, for anything wrong.

    A key's name must follow from the key, and a certificate must be the key's own.
    """
    listed = fields.list_of(name, _read_key)
    try:
        return PublicKeys(listed)
    except BadInput as problem:
        raise BadInput(f"{fields.place}.{name}: {problem}") from problem


def _write_key(key: PublicKey) -> dict[str, object]:
    written: dict[str, object] = {
        "id": key.id,
        "purpose": key.purpose.value,
        "state": key.state.value,
        "public": to_base64(key.public),
        "first": key.first,
        "since": to_instant(key.since),
    }
    if key.last is not None and key.until is not None:
        written |= {"last": key.last, "until": to_instant(key.until)}
    if key.chain:
        written["chain"] = [to_base64(certificate) for certificate in key.chain]
    return written


def _read_key(fields: Fields) -> PublicKey:
    name = fields.text("id")
    purpose = Purpose(fields.text("purpose", _one_of(Purpose)))
    state = State(fields.text("state", _one_of(State)))
    ended = state is not State.CURRENT
    try:
        key = PublicKey(
            purpose=purpose,
            public=from_base64(fields.text("public", _BASE64), f"{fields.place}.public"),
            first=fields.whole("first", 1),
            since=fields.instant("since"),
            state=state,
            last=fields.whole("last", 0) if ended else None,
            until=fields.instant("until") if ended else None,
            chain=_read_chain(fields) if purpose in WITH_CHAIN else (),
        )
    except BadInput as problem:
        if str(problem).startswith(fields.place):
            raise
        raise BadInput(f"{fields.place}: {problem}") from problem
    if key.id != name:
        raise BadInput(f"{fields.place}.id does not follow from its key.")
    if key.chain and _key_of(key.chain[0]) != key.public:
        raise BadInput(f"{fields.place}.chain begins with the certificate of another key.")
    return key


def _read_chain(fields: Fields) -> Chain:
    place = f"{fields.place}.chain"
    chain = tuple(from_base64(text, place) for text in fields.texts("chain"))
    for certificate in chain:
        if len(certificate) > _LARGEST_CERTIFICATE:
            raise BadInput(f"{place} has a certificate of over 8 kB.")
        try:
            load_der_x509_certificate(certificate)
        except ValueError as problem:
            raise BadInput(f"{place} has something that is no certificate.") from problem
    return chain


def _key_of(certificate: bytes) -> bytes:
    return public_half(load_der_x509_certificate(certificate).public_key())


def _one_of(kind: type[Purpose] | type[State]) -> re.Pattern[str]:
    return re.compile("|".join(member.value for member in kind))
