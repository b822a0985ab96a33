"""The issuer's did:web document: every key that ever signed for it, and which still counts.

did:web is one file on the issuer's own host (W3C CCG, did:web method). It serves those who can
reach it; a verifier of ours takes keys from the trust bundle and only compares.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from certificates.canonical import canonical_json, to_instant
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey
from certificates.strictjson import Fields, parse

PATH = "/.well-known/did.json"
CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")

_WHAT = "The DID document"
_TYPE = "Multikey"
_LARGEST = 256 * 1024
_HOST = re.compile(r"[a-z0-9.-]{1,253}", re.ASCII)


def did_web(public_url: str) -> str:
    """Return the DID of the issuer whose site this is; a port is spelled %3A8000.

    Raises BadInput for an address with a path, since `PATH` holds the document of a whole host.
    """
    try:
        parts = urlsplit(public_url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise BadInput(f"{public_url!r} is not the address of a site.") from problem
    rest = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or any(rest):
        raise BadInput(f"{public_url!r} is not the address of a site.")
    return f"did:web:{host}" + (f"%3A{port}" if port else "")


def did_document(did: str, keys: Iterable[IssuerKey]) -> dict[str, object]:
    """Return the document with all keys; a retired one `expires`, a compromised one is `revoked`.

    A compromised key may assert nothing any more, so that verifiers that know no log refuse all
    that it signed. Raises BadInput for a key of somebody else, a key that is listed twice and no
    key at all.
    """
    listed = tuple(keys)
    if not listed or len({key.method for key in listed}) != len(listed):
        raise BadInput(f"{_WHAT} must list each key once, and at least one.")
    if any(key.did != did for key in listed):
        raise BadInput(f"{_WHAT} must list keys of {did} alone.")
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": [_method(key) for key in listed],
        "assertionMethod": [key.method for key in listed if key.revoked is None],
    }


def write_did_document(did: str, keys: Iterable[IssuerKey]) -> bytes:
    """Return the document in canonical form: equal keys, equal bytes."""
    return canonical_json(did_document(did, keys), _WHAT)


def read_did_document(data: bytes, did: str) -> tuple[IssuerKey, ...]:
    """Return the keys in this DID's document; since when each counts does not stand in it.

    Raises BadInput for another's document, another kind of key, a name that does not follow from
    its key, and for anything that this library would not write.
    """
    if len(data) > _LARGEST:
        raise BadInput(f"{_WHAT} has {len(data)} bytes; up to {_LARGEST} are read.")
    content = parse(data, _WHAT)
    fields = Fields(content, _WHAT)
    if fields.text("id") != did:
        raise BadInput(f"{_WHAT} is not the one of {did}.")
    keys = fields.list_of("verificationMethod", lambda method: _read_method(method, did))
    if canonical_json(did_document(did, keys), _WHAT) != canonical_json(content, _WHAT):
        raise BadInput(f"{_WHAT} has another form than this verifier knows.")
    return keys


def _method(key: IssuerKey) -> Mapping[str, object]:
    ends = {"expires": key.expires, "revoked": key.revoked}
    return {
        "id": key.method,
        "type": _TYPE,
        "controller": key.did,
        "publicKeyMultibase": key.multikey,
        **{name: to_instant(moment) for name, moment in ends.items() if moment is not None},
    }


def _read_method(fields: Fields, did: str) -> IssuerKey:
    multikey = fields.text("publicKeyMultibase")
    key = IssuerKey(
        did=did,
        multikey=multikey,
        expires=_end(fields, "expires"),
        revoked=_end(fields, "revoked"),
    )
    named = (fields.text("id"), fields.text("type"), fields.text("controller"))
    if named != (key.method, _TYPE, did):
        raise BadInput(f"{fields.place} is not named after its key.")
    return key


def _end(fields: Fields, name: str) -> datetime | None:
    return fields.instant(name) if fields.has(name) else None
