"""Real rows for tests of reviews, and steps through the actions, up to a recommendation.

``submitted`` makes an eligible application with a frozen submission; from there each function
takes one step of the team's work, all of them through the actions.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import edition
from assessments.editions.model import Edition
from labelling.applications.life import State
from labelling.applications.models import Application, Call, Snapshot, Submission
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.organisations.models import (
    Evidence,
    EvidenceFile,
    EvidenceKind,
    Organisation,
    SeatHolding,
)
from labelling.people.models import Person, RoleGrant
from labelling.reviews import actions, queries
from labelling.reviews.actions import VisitRecord, Wish
from labelling.reviews.models import AssessorProfile, Outcome, PanelSeat, Recommendation
from labelling.reviews.opinions import Judged
from labelling.reviews.outcomes import outcome_by_rules
from tests.labelling.acting import actor_for

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EDITION = "cluster-excellence-2026"
DISCUSSED_FROM = 25


@dataclass(frozen=True)
class World:
    """An application with the people around it."""

    application_id: UUID
    organisation_id: UUID
    evidence_id: UUID
    officer: Actor
    owner: Actor
    reader: Actor
    assessors: tuple[Actor, ...]


def person(session: Session, name: str, *roles: Role, now: datetime = NOW) -> Person:
    """Add a verified person with standing roles."""
    row = Person(
        id=uuid4(),
        email=f"{uuid4().hex}@people.example",
        name=name,
        language="en",
        created_at=now,
        verified_at=now,
    )
    session.add(row)
    session.flush()
    for role in roles:
        session.add(RoleGrant(person_id=row.id, role=role, proposed_at=now, confirmed_at=now))
    session.flush()
    return row


def acting(row: Person, role: Role, seats: Mapping[UUID, Seat] | None = None) -> Actor:
    """Return the person as an actor in a role, with a fresh second factor."""
    return actor_for(row, role, MappingProxyType(dict(seats or {})), confirmed_at=NOW)


def assessor(
    session: Session, name: str, country: str, *, fields: Sequence[str] = ("mobility",)
) -> Person:
    """Add an assessor with a profile."""
    row = person(session, name, Role.ASSESSOR)
    session.add(
        AssessorProfile(
            person_id=row.id,
            country=country,
            languages=["en"],
            fields=list(fields),
            updated_at=NOW,
        )
    )
    session.flush()
    return row


def organisation(session: Session, name: str = "Alder Valley Mobility Cluster") -> Organisation:
    """Add a cluster organisation in Austria."""
    row = Organisation(
        id=uuid4(), name=name, country="AT", city="Graz", field="mobility", created_at=NOW
    )
    session.add(row)
    session.flush()
    return row


def _sit(session: Session, person_id: UUID, organisation_id: UUID, seat: Seat) -> None:
    session.add(
        SeatHolding(person_id=person_id, organisation_id=organisation_id, seat=seat, since=NOW)
    )


def _evidence(session: Session, organisation_id: UUID) -> Evidence:
    row = Evidence(
        id=uuid4(),
        organisation_id=organisation_id,
        kind=EvidenceKind.FILE,
        title="Strategy 2025 to 2028",
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    session.add(
        EvidenceFile(
            evidence_id=row.id,
            version=1,
            sha256="0" * 64,
            filename="strategy.pdf",
            media_type="application/pdf",
            size=1000,
            uploaded_at=NOW,
        )
    )
    return row


def submitted(level_id: str = "bronze", *, state: State = State.ELIGIBLE) -> World:
    """Make an eligible application with its submission, an officer, owners and assessors.

    The first assessor is from Austria like the organisation, the others from abroad.
    """
    shipped = edition(EDITION)
    with unit_of_work() as session:
        home = organisation(session)
        officer = person(session, "Olga Office", Role.OFFICER)
        owner = person(session, "Otto Owner")
        reader = person(session, "Rita Reader")
        _sit(session, owner.id, home.id, Seat.OWNER)
        _sit(session, reader.id, home.id, Seat.READER)
        people = [
            assessor(session, "Anna Austria", "AT"),
            assessor(session, "Ben Belgium", "BE"),
            assessor(session, "Cleo Cyprus", "CY"),
        ]
        piece = _evidence(session, home.id)
        call = Call(
            id=uuid4(),
            title="Open call",
            edition_id=EDITION,
            edition_sha256=shipped.identity,
            levels=["bronze", "silver", "gold"],
            opens_on=date(2026, 1, 1),
            created_at=NOW,
        )
        session.add(call)
        session.flush()
        application = Application(
            id=uuid4(),
            reference=f"A-2026-{uuid4().hex[:6]}",
            organisation_id=home.id,
            call_id=call.id,
            edition_id=EDITION,
            edition_sha256=shipped.identity,
            level_id=level_id,
            state=state,
            state_since=NOW,
            created_at=NOW,
            created_by=owner.id,
            submitted_at=NOW,
            terms_version="1",
            terms_accepted_by=owner.id,
            terms_accepted_at=NOW,
            authorised_name="Otto Owner",
            authorised_function="Manager",
        )
        session.add(application)
        session.flush()
        _submit(session, shipped, application, home, piece)
        return World(
            application_id=application.id,
            organisation_id=home.id,
            evidence_id=piece.id,
            officer=acting(officer, Role.OFFICER),
            owner=acting(owner, Role.MANAGER, {home.id: Seat.OWNER}),
            reader=acting(reader, Role.MANAGER, {home.id: Seat.READER}),
            assessors=tuple(acting(one, Role.ASSESSOR) for one in people),
        )


def _submit(
    session: Session,
    shipped: Edition,
    application: Application,
    home: Organisation,
    piece: Evidence,
) -> None:
    level = next(one for one in shipped.levels if one.id == application.level_id)
    answers: dict[str, Any] = {
        part_id: {
            "band": 60,
            "text": f"What we do about {part_id}.",
            "not_applicable": None,
            "evidence": [
                {
                    "id": str(piece.id),
                    "title": piece.title,
                    "kind": "file",
                    "pages": "4–6",
                    "version": 1,
                    "sha256": "0" * 64,
                    "filename": "strategy.pdf",
                    "media_type": "application/pdf",
                    "size": 1000,
                }
            ],
        }
        for part_id in shipped.scope(level)
    }
    if "6.3" in answers:
        answers["6.3"] |= {"band": None, "text": "", "not_applicable": "We are a team of three."}
    content = json.dumps(
        {
            "application": {"id": str(application.id), "reference": application.reference},
            "edition": {"id": EDITION, "sha256": shipped.identity},
            "level": application.level_id,
            "answers": answers,
            "facts": {"members-total": {"2024": "60", "2025": "74"}},
            "declarations": {},
            "organisation": {"name": home.name, "country": home.country},
        }
    )
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    session.add(Snapshot(application_id=application.id, sha256=sha256, content=content))
    session.add(
        Submission(
            application_id=application.id,
            number=1,
            sha256=sha256,
            answers=len(answers),
            pieces=1,
            submitted_at=NOW,
        )
    )


def panel_for(
    application_id: UUID, officer: Actor, assessors: Sequence[Actor], *, now: datetime = NOW
) -> list[PanelSeat]:
    """Invite these assessors; the first one leads."""
    wishes = [Wish(_id(one), leads=number == 0) for number, one in enumerate(assessors)]
    with unit_of_work() as session:
        return actions.invite_team(
            session, actor=officer, application_id=application_id, wishes=wishes, now=now
        )


def accept_all(
    application_id: UUID, assessors: Sequence[Actor], *, now: datetime = NOW
) -> dict[UUID, UUID]:
    """Let each declare that nothing binds them; return seats by person."""
    seats = {}
    for one in assessors:
        seat = seat_of(application_id, one)
        with unit_of_work() as session:
            actions.declare(session, actor=one, seat_id=seat.id, kinds=[], text="", now=now)
        seats[_id(one)] = seat.id
    return seats


def score_all(
    application_id: UUID,
    one: Actor,
    percent: int = 85,
    *,
    other: Mapping[str, int] | None = None,
    now: datetime = NOW,
) -> None:
    """Let an assessor give every part this percentage, and some parts another."""
    seat = seat_of(application_id, one)
    for part_id in parts_of(application_id, seat):
        save_part(
            seat.id,
            one,
            part_id,
            Judged(
                score=Decimal((other or {}).get(part_id, percent)),
                confidence="high",
                strengths=f"Strength of {part_id} by {one.name}",
                improvements=f"Area of {part_id} by {one.name}",
            ),
            now=now,
        )


def save_part(
    seat_id: UUID, one: Actor, part_id: str, judged: Judged, *, now: datetime = NOW
) -> int:
    """Save one part on top of what stands; return its version."""
    with unit_of_work() as session:
        review = queries.find_review(session, seat_id)
        rows = queries.part_reviews(session, review.id) if review is not None else {}
        row = actions.save_part_review(
            session,
            actor=one,
            seat_id=seat_id,
            part_id=part_id,
            judged=judged,
            version=rows[part_id].version if part_id in rows else 0,
            save_id=uuid4(),
            now=now,
        )
        return row.version


def hand_in(application_id: UUID, one: Actor, *, now: datetime = NOW) -> None:
    """Let one assessor hand in."""
    seat = seat_of(application_id, one)
    with unit_of_work() as session:
        actions.hand_in(session, actor=one, seat_id=seat.id, now=now)


def hand_in_all(application_id: UUID, assessors: Sequence[Actor], *, now: datetime = NOW) -> None:
    """Let all hand in."""
    for one in assessors:
        hand_in(application_id, one, now=now)


def settle(application_id: UUID, lead: Actor, *, now: datetime = NOW) -> int:
    """Settle all small differences by the mean."""
    with unit_of_work() as session:
        return actions.settle_by_mean(
            session,
            actor=lead,
            application_id=application_id,
            discussed_from=DISCUSSED_FROM,
            now=now,
        )


def agree(
    application_id: UUID,
    one: Actor,
    part_id: str,
    score: Fraction | int | None,
    *,
    reason: str = "",
    not_applicable: bool = False,
    now: datetime = NOW,
) -> None:
    """Agree on one part on top of what stands."""
    with unit_of_work() as session:
        row = queries.agreed_scores(session, application_id).get(part_id)
        actions.agree_part(
            session,
            actor=one,
            application_id=application_id,
            part_id=part_id,
            score=None if score is None else Fraction(score),
            not_applicable=not_applicable,
            reason=reason,
            strengths=f"Agreed strength of {part_id}",
            improvements=f"Agreed area of {part_id}",
            version=row.version if row is not None else 0,
            discussed_from=DISCUSSED_FROM,
            now=now,
        )


def visit(application_id: UUID, one: Actor, *, now: datetime = NOW, improvements: int = 3) -> None:
    """Record the visit as of today; from comparing, open it first."""
    with unit_of_work() as session:
        application = session.get_one(Application, application_id)
        if application.state is State.COMPARISON:
            actions.open_visit(
                session,
                actor=one,
                application_id=application_id,
                discussed_from=DISCUSSED_FROM,
                now=now,
            )
    with unit_of_work() as session:
        actions.record_visit(
            session,
            actor=one,
            application_id=application_id,
            record=VisitRecord(
                took_place_on=now.date(),
                present={"management": "The manager and a deputy"},
                improvements_shown=improvements,
            ),
            now=now,
        )


def close_agreement(application_id: UUID, lead: Actor, *, now: datetime = NOW) -> None:
    """Close the agreement; the feedback report begins."""
    with unit_of_work() as session:
        actions.close_agreement(
            session,
            actor=lead,
            application_id=application_id,
            discussed_from=DISCUSSED_FROM,
            now=now,
        )


def write_feedback(
    application_id: UUID, lead: Actor, summary: str = "A sound basis.", *, now: datetime = NOW
) -> None:
    """Write the summary, leave the texts as they are."""
    with unit_of_work() as session:
        report = queries.feedback_report(session, application_id)
        texts = {
            part_id: (text["strengths"], text["improvements"])
            for part_id, text in report.content["parts"].items()
        }
        actions.write_feedback(
            session,
            actor=lead,
            application_id=application_id,
            summary=summary,
            texts=texts,
            version=report.version,
            now=now,
        )


def release_feedback(application_id: UUID, officer: Actor, *, now: datetime = NOW) -> None:
    """Send the draft to the organisation."""
    with unit_of_work() as session:
        actions.release_feedback(session, actor=officer, application_id=application_id, now=now)


def observe(application_id: UUID, owner: Actor, text: str = "", *, now: datetime = NOW) -> None:
    """Let the owner answer the draft; without a text nothing is wrong."""
    with unit_of_work() as session:
        actions.write_observations(
            session, actor=owner, application_id=application_id, text=text, now=now
        )


def finish(application_id: UUID, lead: Actor, *, now: datetime = NOW) -> None:
    """Make the report final."""
    with unit_of_work() as session:
        actions.finish_feedback(session, actor=lead, application_id=application_id, now=now)


def recommend(
    application_id: UUID,
    lead: Actor,
    outcome: Outcome | None = None,
    *,
    level_id: str | None = None,
    reason: str = "",
    now: datetime = NOW,
) -> Recommendation:
    """Recommend an outcome; without one, what the agreed scores give."""
    with unit_of_work() as session:
        application = session.get_one(Application, application_id)
        if outcome is None:
            rules = outcome_by_rules(session, application)
            outcome, level_id = rules.outcome, rules.level_id
        return actions.recommend(
            session,
            actor=lead,
            application_id=application_id,
            outcome=outcome,
            level_id=level_id,
            reason=reason,
            now=now,
        )


def to_recommended(
    application_id: UUID,
    *,
    officer: Actor,
    owner: Actor,
    assessors: Sequence[Actor],
    percent: int = 85,
    now: datetime = NOW,
) -> Recommendation:
    """Bring an eligible application to RECOMMENDED, the way the rules give it."""
    lead = assessors[0]
    panel_for(application_id, officer, assessors, now=now)
    accept_all(application_id, assessors, now=now)
    for one in assessors:
        score_all(application_id, one, percent, now=now)
    hand_in_all(application_id, assessors, now=now)
    if len(assessors) > 1:
        settle(application_id, lead, now=now)
    visit(application_id, lead, now=now)
    close_agreement(application_id, lead, now=now)
    write_feedback(application_id, lead, now=now)
    release_feedback(application_id, officer, now=now)
    observe(application_id, owner, now=now)
    finish(application_id, lead, now=now)
    return recommend(application_id, lead, now=now)


def seat_of(application_id: UUID, one: Actor) -> PanelSeat:
    """Return somebody's newest seat in an application, whatever became of it."""
    with reading() as session:
        return session.scalars(
            select(PanelSeat)
            .where(
                PanelSeat.application_id == application_id,
                PanelSeat.person_id == one.person_id,
            )
            .order_by(PanelSeat.invited_at.desc())
            .limit(1)
        ).one()


def parts_of(application_id: UUID, seat: PanelSeat) -> tuple[str, ...]:
    """Return the parts that a seat covers."""
    with reading() as session:
        application = session.get_one(Application, application_id)
    shipped = edition(application.edition_id)
    level = next(one for one in shipped.levels if one.id == application.level_id)
    scope = shipped.scope(level)
    return scope if seat.parts is None else tuple(one for one in scope if one in seat.parts)


def _id(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id
