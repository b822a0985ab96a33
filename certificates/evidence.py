"""Evidence of how a label stood: what the log has of it, each entry opened and proven.

A file of its own, so that a past day can be shown to somebody who trusts neither the one who
brings the file nor, later, a register that is gone. All that it says follows from entries of the
log; what it leaves out shows against a trust bundle.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from certificates.canonical import canonical_json, to_instant
from certificates.errors import BadInput
from certificates.leaves import LeafType, open_event
from certificates.logproof import LogProof, read_proof, write_proof
from certificates.standing import Change, Event, History, Term
from certificates.strictjson import Fields, parse

VERSION = 1
KIND = "evidence-of-a-label"
MOST_ENTRIES = 1000
LARGEST = 10 * 1024 * 1024

CHANGES: Mapping[LeafType, Change] = {
    LeafType.SUSPEND: Change.SUSPENDED,
    LeafType.LIFT: Change.LIFTED,
    LeafType.REVOKE: Change.REVOKED,
    LeafType.WITHDRAW: Change.WITHDRAWN,
}
ISSUES = frozenset({LeafType.ISSUE, LeafType.RENEW, LeafType.REPLACE})
TOLD = frozenset({LeafType.GRANT, LeafType.DOCUMENT, *CHANGES, *ISSUES})
"""The kinds of entries from which a label's standing follows."""

_IDENTIFIER = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_ANY_TEXT = re.compile(r".*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry of the log: its proof, and what it is about as it was sealed."""

    sealed: bytes
    proof: LogProof

    @property
    def content(self) -> dict[str, object]:
        """Return the event; raise BadInput where it is not the one of the entry."""
        expected = self.proof.leaf.event_sha256
        if expected is None:
            raise BadInput(f"Entry {self.proof.index + 1} is about nothing that can be opened.")
        return open_event(self.sealed, expected, f"The event of entry {self.proof.index + 1}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody was told of a label: the day they asked about, when, and what the log has."""

    label: str
    number: str
    time_zone: str
    day: date
    as_of: datetime
    entries: tuple[Opened, ...]


def write_evidence(evidence: Evidence) -> bytes:
    """Return the evidence as JSON in RFC 8785 form: equal evidence, equal bytes."""
    content = {
        "v": VERSION,
        "kind": KIND,
        "label": evidence.label,
        "number": evidence.number,
        "time_zone": evidence.time_zone,
        "day": evidence.day.isoformat(),
        "as_of": to_instant(evidence.as_of),
        "entries": [
            {"event": one.sealed.decode("utf-8"), "proof": write_proof(one.proof).decode("utf-8")}
            for one in evidence.entries
        ],
    }
    return canonical_json(content, "The evidence")


def is_evidence(data: bytes) -> bool:
    """Say whether the bytes claim to be evidence of a label."""
    return data.startswith(b"{") and KIND.encode() in data


def read_evidence(data: bytes, what: str = "The evidence") -> Evidence:
    """Return the evidence in these bytes, unproven; raise BadInput for any others than its own."""
    if len(data) > LARGEST:
        raise BadInput(f"{what} is larger than 10 MB.")
    fields = Fields(parse(data, what), what)
    if (fields.whole("v", 1), fields.text("kind")) != (VERSION, KIND):
        raise BadInput(f"{what} is of a kind or version that is not known here.")
    evidence = Evidence(
        label=fields.text("label", _IDENTIFIER),
        number=fields.text("number", _IDENTIFIER),
        time_zone=fields.text("time_zone"),
        day=fields.day("day"),
        as_of=fields.instant("as_of"),
        entries=fields.list_of("entries", _read_opened),
    )
    fields.done()
    if len(evidence.entries) > MOST_ENTRIES:
        raise BadInput(f"{what} has more than {MOST_ENTRIES} entries.")
    numbers = [one.proof.index for one in evidence.entries]
    if numbers != sorted(set(numbers)):
        raise BadInput(f"{what} must have its entries once each, in the log's order.")
    if write_evidence(evidence) != data:
        raise BadInput(f"{what} is not in its one spelling (RFC 8785).")
    return evidence


@dataclass(frozen=True, slots=True)
class Story:
    """What the entries tell: terms and changes, and from when the public knew each term."""

    history: History
    published: Mapping[str, datetime]

    def known_at(self, moment: datetime) -> History:
        """Return what the public could know at a moment."""
        out = {term for term, at in self.published.items() if at <= moment}
        known = self.history.known_at(moment)
        return History(tuple(term for term in known.terms if term.id in out), known.events)


def story_of(evidence: Evidence) -> Story:
    """Return what the entries tell; raise BadInput where one is another label's, or no event.

    A term counts for the public once the log has the file of one of its certificates.
    """
    terms: list[Term] = []
    events: list[Event] = []
    term_of: dict[int, str] = {}
    out: dict[int, datetime] = {}
    for one in evidence.entries:
        leaf, place = one.proof.leaf, f"Entry {one.proof.index + 1}"
        if leaf.label != evidence.label or leaf.type not in TOLD:
            raise BadInput(f"{place} is not about this label's standing.")
        fields = Fields(one.content, f"{place}'s event")
        if fields.text("number") != evidence.number:
            raise BadInput(f"{place} is about another number.")
        if leaf.type is LeafType.GRANT:
            terms.append(_term(fields, leaf.at))
        elif leaf.type in CHANGES:
            events.append(_change(fields, CHANGES[leaf.type], leaf.at, one.proof.index))
        elif leaf.type is LeafType.DOCUMENT:
            out.setdefault(fields.whole("version", 1), leaf.at)
        else:
            term_of[fields.whole("version", 1)] = fields.text("term", _IDENTIFIER)
    published: dict[str, datetime] = {}
    for version, at in sorted(out.items()):
        if version in term_of:
            published.setdefault(term_of[version], at)
    known = tuple(term for term in terms if term.id in published)
    return Story(History(known, tuple(events)), published)


def _term(fields: Fields, at: datetime) -> Term:
    return Term(
        id=fields.text("term", _IDENTIFIER),
        level=fields.text("level", _IDENTIFIER),
        valid_from=fields.day("valid_from"),
        valid_until=fields.day("valid_until"),
        recorded_at=at,
    )


def _change(fields: Fields, kind: Change, at: datetime, leaf: int) -> Event:
    return Event(
        kind=kind,
        effective=fields.day("effective"),
        recorded_at=at,
        reason=fields.text("reason", _ANY_TEXT),
        leaf=leaf,
    )


def _read_opened(fields: Fields) -> Opened:
    return Opened(
        sealed=fields.text("event", _ANY_TEXT, LARGEST).encode("utf-8", "replace"),
        proof=read_proof(fields.text("proof", _ANY_TEXT, LARGEST).encode("utf-8", "replace")),
    )
