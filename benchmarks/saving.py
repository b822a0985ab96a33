"""Saving one answer: the whole request of ours, and the same durable work by hand in Core."""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Connection, insert, select, update

from benchmarks.pairs import Pair, measure
from labelling.applications import actions, queries
from labelling.applications.actions import Content
from labelling.applications.models import Answer, AnswerRevision, Citation
from labelling.applications.schemes import edition_of, level_of
from labelling.core.access import Role, Seat
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import Database, unit_of_work
from labelling.core.secrets import token_hash
from labelling.organisations import queries as organisations
from labelling.organisations.models import Evidence, EvidenceKind
from labelling.people.models import SignedInSession
from tests.campaigns.writers import PARTS, Desk, prepare
from tests.labelling.acting import actor_for

_PARTS, _PIECES = 32, 200
_TEXT = "What we do, with whom, how often, and what changed because of it. " * 12


def benchmarks(app: Flask, database: Database, rounds: int) -> list[Pair]:
    """Measure our request against reading the session, checking the version and four writes.

    Once in an application that was just started, once among all parts of the highest level with
    200 pieces of evidence cited.
    """
    first, full = prepare(2), prepare(2, "gold")
    _fill(full[0].application_id)
    return [
        _saving(app, database, rounds, first, "saving one answer"),
        _saving(app, database, rounds, full, "saving one answer among 32 parts, 200 pieces"),
    ]


def _saving(app: Flask, database: Database, rounds: int, desks: list[Desk], name: str) -> Pair:
    mine, theirs = desks
    return measure(
        name,
        ("POST of a part, through every layer", _request(app, mine)),
        (
            "session, version check, update, revision, audit row, one commit in Core",
            _by_hand(app, database, theirs),
        ),
        aim=2.0,
        rounds=rounds,
    )


def _fill(application_id: UUID) -> None:
    """Answer every other part, and cite so many pieces of evidence in all of them."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        application = queries.get_application(session, application_id)
        owner = organisations.owners(session, application.organisation_id)[0]
        actor = actor_for(owner, Role.MANAGER, {application.organisation_id: Seat.OWNER})
        scope = edition_of(application).scope(level_of(application))
        assert len(scope) == _PARTS
        for part_id in scope:
            if part_id not in PARTS:
                actions.save_answer(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_id=part_id,
                    content=Content(60, _TEXT),
                    version=0,
                    save_id=uuid4(),
                    now=now,
                )
        for number in range(_PIECES):
            piece = Evidence(
                organisation_id=application.organisation_id,
                kind=EvidenceKind.SEEN_ON_SITE,
                title=f"Paper {number}",
                created_at=now,
            )
            session.add(piece)
            session.flush()
            session.add(
                Citation(
                    application_id=application_id,
                    part_id=scope[number % _PARTS],
                    evidence_id=piece.id,
                    pages="3",
                    position=number,
                    added_at=now,
                )
            )


class _Client:
    """Saves through the application, each time from the version before."""

    def __init__(self, app: Flask, desk: Desk) -> None:
        self._client = app.test_client()
        self._desk = desk
        self._version = 0
        name, _, token = desk.cookie.partition("=")
        self._client.set_cookie(name, token)

    def save(self) -> None:
        """Save once more; the answer must be an acknowledgement."""
        answer = self._client.post(
            f"/applications/{self._desk.application_id}/parts/{self._desk.part_id}",
            data={
                "band": "60",
                "text": f"{self._version} {_TEXT}",
                "version": str(self._version),
                "save_id": str(uuid4()),
            },
            headers={"Accept": "application/json", "X-CSRF-Token": self._desk.token},
        )
        assert answer.status_code == 200, answer.text
        self._version = answer.get_json()["version"]


def _request(app: Flask, desk: Desk) -> Callable[[], None]:
    return _Client(app, desk).save


class _Hand:
    """The same durable work with statements of Core and nothing else."""

    def __init__(self, database: Database, desk: Desk, answer_id: UUID) -> None:
        self._engine = database.engine.execution_options(labelling_writes=True)
        self._token = token_hash(desk.cookie.partition("=")[2])
        self._answer_id = answer_id

    def save(self) -> None:
        """Read the session, check the version, update, add revision and audit row, commit."""
        now = datetime.now(UTC)
        with self._engine.begin() as connection:
            session = connection.execute(
                select(SignedInSession.person_id, SignedInSession.expires_at).where(
                    SignedInSession.token_sha256 == self._token
                )
            ).one()
            version = connection.scalar(select(Answer.version).where(Answer.id == self._answer_id))
            assert version is not None
            text = f"{version} {_TEXT}"
            connection.execute(
                update(Answer)
                .where(Answer.id == self._answer_id, Answer.version == version)
                .values(text=text, band=60, version=version + 1, updated_at=now)
            )
            connection.execute(
                insert(AnswerRevision).values(
                    id=uuid4(),
                    answer_id=self._answer_id,
                    version=version + 1,
                    save_id=uuid4(),
                    band=60,
                    text=text,
                    at=now,
                    by=session.person_id,
                )
            )
            self._audit(connection, session.person_id, now)

    def _audit(self, connection: Connection, person_id: UUID, now: datetime) -> None:
        seq, previous = connection.execute(
            select(AuditEntry.seq, AuditEntry.entry_sha256).order_by(AuditEntry.seq.desc()).limit(1)
        ).one()
        salt, details = secrets.token_bytes(16), {"part": "1.1"}
        hashed = hashlib.sha256(salt + json.dumps(details).encode()).digest()
        entry = hashlib.sha256(previous + hashed + str(seq).encode()).digest()
        connection.execute(
            insert(AuditEntry).values(
                seq=seq + 1,
                at=now,
                actor_id=person_id,
                role="manager",
                verb="answer.saved",
                subject_kind="answers",
                subject_id=self._answer_id,
                details_sha256=hashed,
                previous=previous,
                entry_sha256=entry,
            )
        )
        connection.execute(insert(AuditDetail).values(seq=seq + 1, salt=salt, details=details))


def _by_hand(app: Flask, database: Database, desk: Desk) -> Callable[[], None]:
    _Client(app, desk).save()
    with database.engine.connect() as connection:
        answer_id = connection.scalar(
            select(Answer.id).where(
                Answer.application_id == desk.application_id, Answer.part_id == desk.part_id
            )
        )
    assert answer_id is not None
    return _Hand(database, desk, answer_id).save
