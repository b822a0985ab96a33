"""Labels on their way and being revoked, and every contradiction that sudden death could leave."""

import http.client
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificates.leaves import Leaf, LeafType, read_leaf
from certificates.status import Purpose
from certificates.statusbits import bits_of
from labelling.core import audit, files, secrets
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.decisions.models import (
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
    LabelTerm,
)
from labelling.issuing import statuses
from labelling.issuing.log_inspection import hash_faults, signed_faults
from labelling.issuing.models import (
    Certificate,
    LogCheckpoint,
    LogEvent,
    LogLeaf,
    Publication,
    StatusEntry,
)
from labelling.issuing.orders import ISSUE
from labelling.people.sessions import begin_session
from tests.labelling.decisions import making
from tests.labelling.people.making import COOKIE

_SEALING = {LeafType.ISSUE, LeafType.RENEW, LeafType.REPLACE}


@dataclass(frozen=True)
class Decider:
    """A second person, signed in with a fresh second factor."""

    cookie: str
    token: str


@dataclass
class Notes:
    """What the second person was told: each change that was acknowledged, and every refusal."""

    acknowledged: set[UUID] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)


def award(office: making.Office, labels: int, revocations: int) -> list[UUID]:
    """Award labels, whose certificates are ordered, and prepare to revoke some; return these."""
    now = datetime.now(UTC)
    visited = (now - timedelta(days=20)).date()
    awarded = [
        making.label(office, name=f"Cluster {uuid4()}", visited=visited, now=now)
        for _ in range(labels)
    ]
    return [
        making.change_prepared(office, label, LabelEventKind.REVOKED, now=now).id
        for label in awarded[:revocations]
    ]


def sign_in(office: making.Office) -> Decider:
    """Sign the second person in, with a fresh second factor."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        row, token = begin_session(session, office.member, Role.COMMITTEE, now)
        row.confirmed_at = now
        signature = secrets.vault().sign("forgery", str(row.id))
    return Decider(f"{COOKIE}={token}", signature)


def revoke(url: str, decider: Decider, change_ids: list[UUID], notes: Notes) -> None:
    """Decide on one change after the other; a lost connection ends it."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=40)
    headers = {"Cookie": decider.cookie, "X-CSRF-Token": decider.token, "Content-Length": "0"}
    try:
        for change_id in change_ids:
            connection.request("POST", f"/office/changes/{change_id}", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == http.HTTPStatus.SEE_OTHER:
                notes.acknowledged.add(change_id)
            else:
                notes.refused.append(f"{answer.status} {body[:300]!r}")
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def let_leases_end() -> None:
    """Let the minutes pass after which another worker takes over what a dead one had."""
    with unit_of_work() as session:
        session.execute(update(Outgoing).values(leased_until=None))


def are_open() -> bool:
    """Say whether certificates are still to come."""
    with reading() as session:
        waiting = select(Outgoing.id).where(Outgoing.name == ISSUE, Outgoing.finished_at.is_(None))
        return session.scalar(waiting.limit(1)) is not None


def contradictions(notes: Notes) -> list[str]:
    """Return whatever must not be, however and whenever everything died."""
    with reading() as session:
        return [
            *audit.faults(session),
            *hash_faults(session),
            *signed_faults(session, session.scalars(select(LogCheckpoint)).all()),
            *_leaves_and_rows(session),
            *_public_too_early(session),
            *_changes(session, notes),
        ]


def unissued() -> list[str]:
    """Return every term without a published certificate, or with two."""
    with reading() as session:
        count = Counter(
            session.scalars(
                select(Certificate.term_id).join(
                    Publication, Publication.certificate_id == Certificate.id
                )
            )
        )
        terms = session.scalars(select(LabelTerm.id)).all()
    return [f"{term} has {count[term]} certificates" for term in terms if count[term] != 1]


def _leaves_and_rows(session: Session) -> Iterator[str]:
    """Compare each leaf with its row, both ways."""
    entries = session.execute(select(LogLeaf.index, LogLeaf.content))
    leaves = {index: read_leaf(content) for index, content in entries}
    labels = session.execute(select(Label.id, Label.public_id)).all()
    public_ids = {row.id: row.public_id for row in labels}
    expected: Counter[tuple[str, str | None, str | None]] = Counter()
    for certificate in session.scalars(select(Certificate)):
        expected["sealed", certificate.public_id, certificate.credential_sha256] += 1
        if leaves[certificate.leaf].credential_sha256 != certificate.credential_sha256:
            yield f"certificate {certificate.id} points to another leaf"
        if sha256(certificate.credential.encode()).hexdigest() != certificate.credential_sha256:
            yield f"certificate {certificate.id} has another credential"
        places = session.scalars(
            select(StatusEntry).where(StatusEntry.certificate_id == certificate.id)
        ).all()
        if len(places) != len(Purpose):
            yield f"certificate {certificate.id} has {len(places)} places"
    for publication, public_id in session.execute(
        select(Publication, Certificate.public_id).join(
            Certificate, Certificate.id == Publication.certificate_id
        )
    ):
        expected["document", public_id, publication.sha256] += 1
        if leaves[publication.leaf].file_sha256 != publication.sha256:
            yield f"publication {publication.certificate_id} points to another leaf"
    for label_id in session.scalars(select(LabelTerm.label_id)):
        expected["grant", public_ids[label_id], None] += 1
    for label_id in session.scalars(select(LabelEvent.label_id)):
        expected["revoke", public_ids[label_id], None] += 1
    found = Counter(_named(leaf) for leaf in leaves.values() if leaf.label is not None)
    if found != expected:
        yield f"leaves without row {found - expected}, rows without leaf {expected - found}"
    events = set(session.scalars(select(LogEvent.leaf)))
    if events != {index for index, leaf in leaves.items() if leaf.event_sha256 is not None}:
        yield "there are events without their leaf, or the reverse"


def _named(leaf: Leaf) -> tuple[str, str | None, str | None]:
    if leaf.type in _SEALING:
        return "sealed", leaf.label, leaf.credential_sha256
    return leaf.type.value, leaf.label, leaf.file_sha256


def _public_too_early(session: Session) -> Iterator[str]:
    """Whatever is public has its leaf (compared above), and its file, whole."""
    for digest in session.scalars(select(Publication.sha256)):
        try:
            files.store().get(digest)
        except (KeyError, ValueError) as problem:
            yield f"a published file is not there: {problem!r}"


def _changes(session: Session, notes: Notes) -> Iterator[str]:
    """Whole or not at all; what was acknowledged counts, in the status list too."""
    events = set(session.scalars(select(LabelEvent.change_id)))
    taken = set(
        session.scalars(select(LabelChange.id).where(LabelChange.state == DecisionState.TAKEN))
    )
    if events != taken or notes.acknowledged - taken:
        yield f"events {events}, taken {taken}, acknowledged {notes.acknowledged}"
    marked = set(
        session.scalars(
            select(StatusEntry.index)
            .join(Certificate, Certificate.id == StatusEntry.certificate_id)
            .join(LabelEvent, LabelEvent.label_id == Certificate.subject_id)
            .where(StatusEntry.purpose == Purpose.REVOCATION)
        )
    )
    now = datetime.now(UTC)
    name = statuses.ListName(Purpose.REVOCATION, 1)
    listed = statuses._marked(session, name, now.date())
    if bits_of(marked) != bits_of(listed):
        yield f"the status list has {listed}, the events {marked}"
