"""The trust bundle as /trust.json, strictly read and written in one spelling.

A reader refuses keys it does not know: what it does not understand might change the answer. So a
richer bundle raises `v`, and an old verifier asks for a newer one instead of saying too much.
"""

import json
import re
from datetime import UTC, date, datetime

from certificates.errors import BadInput
from certificates.standing import Change, Event, History, Term
from certificates.strictjson import Fields, parse
from certificates.trust import LISTS_VALID_FOR, Bundle, Document, Issuer, Label, zone_of

VERSION = 1

_IDENTIFIER = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ANY_TEXT = re.compile(r".*", re.DOTALL)


def read_bundle(data: bytes, what: str = "The trust bundle") -> Bundle:
    """Return the bundle in these bytes; raise BadInput, naming the place, for anything wrong."""
    fields = Fields(parse(data, what), what)
    version = fields.whole("v", 1)
    if version != VERSION:
        raise BadInput(
            f"{what} is of version {version}; this verifier reads version {VERSION}. "
            "Take a newer verifier."
        )
    issuer = fields.part("issuer")
    bundle = Bundle(
        issuer=Issuer(issuer.text("name"), issuer.text("url")),
        time_zone=fields.text("time_zone"),
        as_of=fields.instant("as_of"),
        valid_until=fields.instant("valid_until"),
        labels=fields.list_of("labels", _read_label),
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
        "v": VERSION,
        "issuer": {"name": bundle.issuer.name, "url": bundle.issuer.url},
        "time_zone": bundle.time_zone,
        "as_of": _instant(bundle.as_of),
        "valid_until": _instant(bundle.valid_until),
        "labels": [_label(label) for label in bundle.labels],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def _read_label(fields: Fields) -> Label:
    label = Label(
        id=fields.text("id", _IDENTIFIER),
        number=fields.text("number", _IDENTIFIER),
        holder=fields.text("holder"),
        country=fields.text("country", _COUNTRY),
        level=fields.text("level", _IDENTIFIER),
        history=History(fields.list_of("terms", _read_term), fields.list_of("events", _read_event)),
        documents=fields.list_of("documents", _read_document),
    )
    known = {term.id for term in label.history.terms}
    if len(known) != len(label.history.terms):
        raise BadInput(f"{fields.place}.terms has an id twice.")
    for document in label.documents:
        if document.term not in known:
            raise BadInput(f"{fields.place}.documents names a term that is not listed.")
    return label


def _read_term(fields: Fields) -> Term:
    return Term(
        id=fields.text("id", _IDENTIFIER),
        level=fields.text("level", _IDENTIFIER),
        **_read_dates(fields),
        recorded_at=fields.instant("recorded_at"),
    )


def _read_event(fields: Fields) -> Event:
    kind = fields.text("kind")
    if kind not in {change.value for change in Change}:
        raise BadInput(f"{fields.place}.kind {kind!r} is not known to this verifier.")
    return Event(
        kind=Change(kind),
        effective=fields.day("effective"),
        recorded_at=fields.instant("recorded_at"),
        reason=fields.text("reason", _ANY_TEXT),
    )


def _read_document(fields: Fields) -> Document:
    return Document(
        version=fields.whole("version", 1),
        term=fields.text("term", _IDENTIFIER),
        level=fields.text("level", _IDENTIFIER),
        **_read_dates(fields),
        sha256=fields.text("sha256", _SHA256),
        issued_at=fields.instant("issued_at"),
    )


def _read_dates(fields: Fields) -> dict[str, date]:
    dates = {"valid_from": fields.day("valid_from"), "valid_until": fields.day("valid_until")}
    if dates["valid_until"] < dates["valid_from"]:
        raise BadInput(f"{fields.place} ends before it begins.")
    return dates


def _refuse_repeats(bundle: Bundle, what: str) -> None:
    """Refuse two labels with one id or number and two certificates with one file."""
    for name, values in (
        ("id", [label.id for label in bundle.labels]),
        ("number", [label.number for label in bundle.labels]),
        ("sha256", [document.sha256 for label in bundle.labels for document in label.documents]),
    ):
        if len(set(values)) != len(values):
            raise BadInput(f"{what} lists the same {name} twice.")


def _label(label: Label) -> dict[str, object]:
    return {
        "id": label.id,
        "number": label.number,
        "holder": label.holder,
        "country": label.country,
        "level": label.level,
        "terms": [
            {
                "id": term.id,
                "level": term.level,
                "valid_from": term.valid_from.isoformat(),
                "valid_until": term.valid_until.isoformat(),
                "recorded_at": _instant(term.recorded_at),
            }
            for term in label.history.terms
        ],
        "events": [
            {
                "kind": event.kind.value,
                "effective": event.effective.isoformat(),
                "recorded_at": _instant(event.recorded_at),
                "reason": event.reason,
            }
            for event in label.history.events
        ],
        "documents": [
            {
                "version": document.version,
                "term": document.term,
                "level": document.level,
                "valid_from": document.valid_from.isoformat(),
                "valid_until": document.valid_until.isoformat(),
                "sha256": document.sha256,
                "issued_at": _instant(document.issued_at),
            }
            for document in label.documents
        ],
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
