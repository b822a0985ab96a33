"""What a panel may read: this submission and these versions, while it sits, and nobody else."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask

from labelling.applications.readers import is_reader
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions.appeals import actions
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.words import About, Ground
from labelling.organisations.actions.evidence import Description, add_file
from labelling.organisations.evidence_access import must_be_kept, opened_versions
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from tests.labelling.decisions.appeals.making import (
    LATER,
    TEXT,
    Scene,
    clerk,
    decided,
    panellist,
    refused,
    seated,
)
from tests.labelling.organisations.making import QUOTA, stored

Opened = tuple[bool, frozenset[int | None]]
CLOSED: Opened = (False, frozenset())


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Return a decision against an organisation."""
    assert app.extensions["settings"]
    return refused()


def _piece(scene: Scene) -> UUID:
    """Add a piece to the organisation's library."""
    with unit_of_work() as session:
        return add_file(
            session,
            actor=scene.owner,
            organisation_id=scene.application.organisation_id,
            description=Description("Strategy", date(2026, 5, 14)),
            file=stored(b"Minutes of the assembly.\n"),
            quota=QUOTA,
            now=LATER,
        ).id


def _filed_with(scene: Scene, evidence_id: UUID) -> Appeal:
    with unit_of_work() as session:
        return actions.file_appeal(
            session, actor=scene.owner, about=About.DECISION, subject_id=scene.decision.id,
            grounds=[Ground.FACTS], text=TEXT, evidence=[evidence_id], now=LATER,
        )  # fmt: skip


def _opened(scene: Scene, actor: Actor, evidence_id: UUID) -> Opened:
    """Return whether the submission is open to an actor, and which versions of the piece are."""
    with reading() as session:
        return (
            is_reader(session, actor, scene.application.id),
            opened_versions(session, actor, evidence_id),
        )


def test_case_and_evidence_are_open_to_the_panel_while_it_sits(scene: Scene) -> None:
    piece = _piece(scene)
    appeal = _filed_with(scene, piece)
    member = panellist(scene.members[0])
    assert _opened(scene, member, piece) == CLOSED
    seated(scene, appeal)
    assert _opened(scene, member, piece) == (True, frozenset({1}))
    decided(scene, appeal)
    assert _opened(scene, member, piece) == CLOSED


def test_nobody_else_reads_and_the_panel_nothing_else(scene: Scene) -> None:
    piece, other = _piece(scene), _piece(scene)
    appeal = _filed_with(scene, piece)
    seated(scene, appeal)
    assert _opened(scene, panellist(scene.members[3]), piece) == CLOSED
    assert _opened(scene, clerk(scene), piece) == CLOSED
    as_assessor = Actor(role=Role.ASSESSOR, person_id=scene.members[0].id)
    assert _opened(scene, as_assessor, piece) == CLOSED
    assert _opened(scene, panellist(scene.members[0]), other) == (True, frozenset())
    with reading() as session:
        assert not is_reader(session, panellist(scene.members[0]), uuid4())


def test_a_piece_that_an_appeal_rests_on_is_kept(scene: Scene) -> None:
    piece, other = _piece(scene), _piece(scene)
    _filed_with(scene, piece)
    with reading() as session:
        assert (must_be_kept(session, piece), must_be_kept(session, other)) == (True, False)


def test_nothing_is_open_to_a_member_of_whom_the_ledger_has_learnt(scene: Scene) -> None:
    piece = _piece(scene)
    appeal = _filed_with(scene, piece)
    seated(scene, appeal)
    late, other = panellist(scene.members[0]), panellist(scene.members[1])
    assert _opened(scene, late, piece) == (True, frozenset({1}))
    with unit_of_work() as session:
        record_involvement(
            session, actor=clerk(scene), person_id=scene.members[0].id,
            organisation_id=scene.application.organisation_id, kind=InvolvementKind.CONSULTED,
            source="found", now=LATER,
        )  # fmt: skip
    assert _opened(scene, late, piece) == CLOSED
    assert _opened(scene, other, piece) == (True, frozenset({1}))
