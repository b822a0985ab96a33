"""The trust bundle as /trust.json, strictly read and written in one spelling.

A reader refuses keys it does not know: what it does not understand might change the answer. So a
richer bundle raises `v`, and an old verifier asks for a newer one instead of saying too much.
"""

import json

from certificates.canonical import to_instant
from certificates.errors import BadInput
from certificates.labelsfile import read_label, write_label
from certificates.strictjson import Fields, parse
from certificates.trust import LISTS_VALID_FOR, Bundle, Issuer, zone_of
from certificates.trustkeysfile import read_trust_keys, write_trust_keys

HASHES_ONLY = 1
VERSION = 2


def read_bundle(data: bytes, what: str = "The trust bundle") -> Bundle:
    """Return the bundle in these bytes; raise BadInput, naming the place, for anything wrong.

    One of version 1 lists the hashes of files and no keys.
    """
    fields = Fields(parse(data, what), what)
    version = fields.whole("v", 1)
    if version > VERSION:
        raise BadInput(
            f"{what} is of version {version}; this verifier reads up to version {VERSION}. "
            "Take a newer verifier."
        )
    issuer = fields.part("issuer")
    bundle = Bundle(
        issuer=Issuer(issuer.text("name"), issuer.text("url")),
        time_zone=fields.text("time_zone"),
        as_of=fields.instant("as_of"),
        valid_until=fields.instant("valid_until"),
        labels=fields.list_of("labels", read_label),
        trust=None if version == HASHES_ONLY else read_trust_keys(fields),
    )
    issuer.done()
    fields.done()
    zone_of(bundle.time_zone)
    if not bundle.as_of < bundle.valid_until <= bundle.as_of + LISTS_VALID_FOR:
        raise BadInput(f"{what} must be valid for up to 24 hours from its as_of.")
    _refuse_repeats(bundle, what)
    return bundle


def write_bundle(bundle: Bundle) -> bytes:
    """Return the bundle as JSON, in one spelling: equal bundles, equal bytes."""
    content = {
        "v": HASHES_ONLY if bundle.trust is None else VERSION,
        "issuer": {"name": bundle.issuer.name, "url": bundle.issuer.url},
        "time_zone": bundle.time_zone,
        "as_of": to_instant(bundle.as_of),
        "valid_until": to_instant(bundle.valid_until),
        "labels": [write_label(label) for label in bundle.labels],
        **({} if bundle.trust is None else write_trust_keys(bundle.trust)),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def _refuse_repeats(bundle: Bundle, what: str) -> None:
    """Refuse two labels with one id or number and two certificates with one file."""
    for name, values in (
        ("id", [label.id for label in bundle.labels]),
        ("number", [label.number for label in bundle.labels]),
        ("sha256", [sha256 for label in bundle.labels for one in label.documents
                    for sha256 in one.files]),
    ):  # fmt: skip
        if len(set(values)) != len(values):
            raise BadInput(f"{what} lists the same {name} twice.")
