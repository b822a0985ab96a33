"""The keys of the trust bundle, with the lists and the checkpoint that they signed."""

import json
import re

from certificates.canonical import canonical_json, from_base64, to_base64
from certificates.checkpoint import read_checkpoint
from certificates.dataintegrity import LARGEST
from certificates.did import read_did_document
from certificates.errors import BadInput
from certificates.issuerkeys import issuer_keys
from certificates.keys import Chain, PublicKeys, Purpose
from certificates.keysfile import read_keys, write_keys
from certificates.notes import LARGEST_NOTE, KeyKind, VerifierKey, read_vkey
from certificates.strictjson import Fields
from certificates.trust import Trust

MOST_KEYS = 1000
MOST_LISTS = 1000

_LARGEST_CERTIFICATE = 8 * 1024
_ANY_TEXT = re.compile(r".*", re.DOTALL)


def write_trust_keys(trust: Trust) -> dict[str, object]:
    """Return the keys and what they signed as plain values for JSON."""
    return {
        "keys": write_keys(trust.keys),
        "anchors": list(map(to_base64, trust.anchors)),
        "stamp_anchors": list(map(to_base64, trust.stamp_anchors)),
        "did_documents": list(map(json.loads, trust.did_documents)),
        "status_lists": list(map(json.loads, trust.status_lists)),
        "log": {
            "keys": [key.vkey for key in trust.log_keys],
            "witnesses": [key.vkey for key in trust.witnesses],
            "checkpoint": trust.checkpoint.decode("utf-8"),
        },
    }


def read_trust_keys(fields: Fields) -> Trust:
    """Take the keys and what they signed; raise BadInput, naming the place, for anything wrong.

    What names a key must name one of `keys`: those alone have intervals. The checkpoint must be
    signed by the log. Status lists are weighed when they are asked, since they run out.
    """
    log = fields.part("log")
    trust = Trust(
        keys=read_keys(fields),
        did_documents=_documents(fields, "did_documents", MOST_KEYS),
        log_keys=_vkeys(log, "keys", KeyKind.NOTE),
        checkpoint=log.text("checkpoint", _ANY_TEXT, LARGEST_NOTE).encode("utf-8", "replace"),
        status_lists=_documents(fields, "status_lists", MOST_LISTS),
        witnesses=_vkeys(log, "witnesses", KeyKind.COSIGNATURE),
        stamp_anchors=_certificates(fields, "stamp_anchors"),
    )
    if sorted(_certificates(fields, "anchors")) != sorted(trust.anchors):
        raise BadInput(f"{fields.place}.anchors are not the roots among its keys.")
    log.done()
    _refuse_unlisted(trust, fields.place)
    return trust


def _documents(fields: Fields, name: str, most: int) -> tuple[bytes, ...]:
    place = f"{fields.place}.{name}"
    documents = tuple(canonical_json(value, place) for value in fields.mappings(name))
    if len(documents) > most or any(len(document) > LARGEST for document in documents):
        raise BadInput(f"{place} may have {most} entries of {LARGEST // 1024} kB each.")
    return documents


def _vkeys(fields: Fields, name: str, kind: KeyKind) -> tuple[VerifierKey, ...]:
    keys = tuple(map(read_vkey, _few(fields, name)))
    if any(key.kind is not kind for key in keys) or len(set(keys)) != len(keys):
        raise BadInput(f"{fields.place}.{name} has a key twice, or one of another kind.")
    return keys


def _certificates(fields: Fields, name: str) -> Chain:
    place = f"{fields.place}.{name}"
    certificates = tuple(from_base64(text, place) for text in _few(fields, name))
    if any(len(certificate) > _LARGEST_CERTIFICATE for certificate in certificates):
        raise BadInput(f"{place} has a certificate of over 8 kB.")
    return certificates


def _few(fields: Fields, name: str) -> tuple[str, ...]:
    texts = fields.texts(name)
    if len(texts) > MOST_KEYS:
        raise BadInput(f"{fields.place}.{name} has more than {MOST_KEYS} entries.")
    return texts


def _refuse_unlisted(trust: Trust, place: str) -> None:
    listed = {key.raw for key in trust.keys.of(Purpose.CHECKPOINT)}
    if not {key.public for key in trust.log_keys} <= listed:
        raise BadInput(f"{place}.log has a key that is not among the keys for checkpoints.")
    read_checkpoint(trust.checkpoint, trust.log_keys)
    for document in trust.did_documents:
        did = json.loads(document).get("id")
        methods = {key.method for key in read_did_document(document, str(did))}
        if not methods <= _methods(str(did), trust.keys):
            raise BadInput(f"{place}.did_documents names a key that is not among the keys.")


def _methods(did: str, keys: PublicKeys) -> set[str]:
    signing = (*keys.of(Purpose.CREDENTIAL), *keys.of(Purpose.STATUS))
    return {key.method for key in issuer_keys(did, signing)}
