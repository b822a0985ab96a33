"""The content of applications ends with its time, in every room; what was decided stays."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from labelling.applications.actions import withdraw_application
from labelling.applications.life import State
from labelling.applications.models import Answer, AnswerRevision, Application, Snapshot, Submission
from labelling.applications.retention import clear_ended
from labelling.core import audit
from labelling.core.database import reading, unit_of_work
from labelling.core.model import Model
from labelling.decisions.models import Decision
from labelling.people.models import InvolvementKind
from labelling.reviews.actions import write_dissent
from labelling.reviews.models import AgreedScore, FeedbackReport, Outcome, PanelSeat, PartReview
from tests.labelling.applications.making import NOW
from tests.labelling.decisions import making as decisions
from tests.labelling.reviews import making as reviews

LATER = NOW + timedelta(days=731)
CONTENT = (Answer, AnswerRevision, Snapshot, PartReview)


@pytest.fixture
def world(app: Flask) -> reviews.World:
    """Return an application that the team recommended and nobody has decided."""
    assert app.extensions["settings"]
    world = reviews.submitted("bronze")
    reviews.to_recommended(
        world.application_id,
        officer=world.officer,
        owner=world.owner,
        assessors=world.assessors[:1],
    )
    return world


def _decide(world: reviews.World, outcome: Outcome) -> None:
    with reading() as session:
        application = session.get_one(Application, world.application_id)
    level = None if outcome is Outcome.NOT_AWARDED else "bronze"
    decisions.decided(
        decisions.make_office(), application, outcome=outcome, level_id=level, now=NOW
    )


def _clear(now: datetime) -> None:
    with unit_of_work() as session:
        clear_ended(session, now)


def _filled() -> set[str]:
    with reading() as session:
        return {
            table.__tablename__
            for table in CONTENT
            if session.scalar(select(func.count()).select_from(table))
        }


ALL = {table.__tablename__ for table in CONTENT}


def test_refused_application_is_kept_for_24_months_and_then_cleared(world: reviews.World) -> None:
    _decide(world, Outcome.NOT_AWARDED)
    _clear(NOW + timedelta(days=729))
    assert _filled() == ALL
    _clear(LATER)
    assert _filled() == set()
    with reading() as session:
        decision = session.scalars(select(Decision)).one()
        report = session.scalars(select(FeedbackReport)).one()
        assert (decision.outcome, decision.reason) == (Outcome.NOT_AWARDED, "")
        assert (report.summary, report.content, report.pdf_sha256) == ("", {}, None)
        assert session.scalar(select(func.count()).select_from(AgreedScore)) == 16
        assert session.scalar(select(func.count()).select_from(Submission)) == 1
        assert list(audit.faults(session)) == []


@pytest.mark.usefixtures("app")
def test_what_was_written_of_a_team_leaves_the_trail_as_well() -> None:
    world = reviews.submitted("gold")
    lead, other, third = world.assessors
    reviews.panel_for(world.application_id, world.officer, [lead, other])
    reviews.declare(
        world.application_id, lead, InvolvementKind.ACQUAINTED, text="My cousin is there."
    )
    reviews.consent(world.application_id, lead, world.owner, text="Her cousin is no matter.")
    reviews.consent(world.application_id, lead, world.officer, text="Agreed about the cousin.")
    reviews.release(world.application_id, other, world.officer, "A cousin of the other side.")
    reviews.panel_for(world.application_id, world.officer, [third], leads=False)
    reviews.accept_all(world.application_id, [third])
    for one, percent in ((lead, 60), (third, 90)):
        reviews.score_all(world.application_id, one, percent)
        reviews.hand_in(world.application_id, one)
    reviews.agree(world.application_id, lead, "1.1", 75, reason="Seen.")
    with unit_of_work() as session:
        for text in ("The cousin said less.", ""):
            write_dissent(
                session,
                actor=third,
                application_id=world.application_id,
                part_id="1.1",
                text=text,
                now=NOW,
            )
        withdraw_application(
            session, actor=world.owner, application_id=world.application_id, reason="", now=NOW
        )
    assert _told("cousin") >= {"conflict.declared", "panel.released", "dissent.written"}
    _clear(LATER)
    assert _told("cousin") == set()
    with reading() as session:
        reasons = session.scalars(select(PanelSeat.ended_reason).distinct()).all()
        assert not any(reasons)
        assert list(audit.faults(session)) == []


def _told(word: str) -> set[str]:
    """Return the verbs of the trail's entries whose details have a word."""
    with reading() as session:
        rows = session.execute(
            select(audit.AuditEntry.verb, audit.AuditDetail.details).join(
                audit.AuditDetail, audit.AuditDetail.seq == audit.AuditEntry.seq
            )
        )
        return {row.verb for row in rows if word in str(row.details)}


def test_application_that_led_to_a_label_is_kept_for_the_present_cycle(
    world: reviews.World,
) -> None:
    _decide(world, Outcome.AWARDED)
    _clear(LATER)
    assert _filled() == ALL


def test_third_cycle_back_is_cleared(world: reviews.World) -> None:
    _decide(world, Outcome.AWARDED)
    with unit_of_work() as session:
        first = session.get_one(Application, world.application_id)
        for number in (1, 2):
            session.add(_later_cycle(first, number))
    _clear(NOW + timedelta(days=1))
    assert _filled() == set()


def _later_cycle(first: Application, number: int) -> Model:
    row = {column.name: getattr(first, column.name) for column in Application.__table__.columns}
    return Application(
        **row
        | {
            "id": uuid4(),
            "reference": f"A-20{30 + number}-001",
            "state_since": NOW + timedelta(days=700 * number),
        }
    )


def test_draft_is_never_cleared(world: reviews.World) -> None:
    with unit_of_work() as session:
        session.execute(update(Application).values(state=State.DRAFT))
    _clear(NOW + timedelta(days=9999))
    assert _filled() == ALL
