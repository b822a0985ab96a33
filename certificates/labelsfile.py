"""A label as it stands in the trust bundle: terms, events and documents, strictly read."""

import re
from datetime import date

from certificates.canonical import to_instant
from certificates.errors import BadInput
from certificates.standing import Change, Event, History, Term
from certificates.strictjson import Fields
from certificates.trust import Document, Label

_IDENTIFIER = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ANY_TEXT = re.compile(r".*", re.DOTALL)


def read_label(fields: Fields) -> Label:
    """Take one label; raise BadInput, naming the place, for anything wrong."""
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


def write_label(label: Label) -> dict[str, object]:
    """Return the label as plain values for JSON; what the log does not have is left out."""
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
                "recorded_at": to_instant(term.recorded_at),
            }
            for term in label.history.terms
        ],
        "events": [
            {
                "kind": event.kind.value,
                "effective": event.effective.isoformat(),
                "recorded_at": to_instant(event.recorded_at),
                "reason": event.reason,
                **_known(leaf=event.leaf),
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
                "issued_at": to_instant(document.issued_at),
                **_known(
                    credential_sha256=document.credential_sha256,
                    leaf=document.leaf,
                    earlier=list(document.earlier) or None,
                ),
            }
            for document in label.documents
        ],
    }


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
        leaf=_read_leaf(fields),
    )


def _read_document(fields: Fields) -> Document:
    return Document(
        version=fields.whole("version", 1),
        term=fields.text("term", _IDENTIFIER),
        level=fields.text("level", _IDENTIFIER),
        **_read_dates(fields),
        sha256=fields.text("sha256", _SHA256),
        issued_at=fields.instant("issued_at"),
        credential_sha256=(
            fields.text("credential_sha256", _SHA256) if fields.has("credential_sha256") else None
        ),
        leaf=_read_leaf(fields),
        earlier=_read_earlier(fields),
    )


def _read_earlier(fields: Fields) -> tuple[str, ...]:
    earlier = fields.texts("earlier") if fields.has("earlier") else ()
    if not all(map(_SHA256.fullmatch, earlier)):
        raise BadInput(f"{fields.place}.earlier has something that is no SHA-256.")
    return earlier


def _read_leaf(fields: Fields) -> int | None:
    return fields.whole("leaf", 0) if fields.has("leaf") else None


def _read_dates(fields: Fields) -> dict[str, date]:
    dates = {"valid_from": fields.day("valid_from"), "valid_until": fields.day("valid_until")}
    if dates["valid_until"] < dates["valid_from"]:
        raise BadInput(f"{fields.place} ends before it begins.")
    return dates


def _known(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}
