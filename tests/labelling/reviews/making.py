"""Real rows for tests of reviews, and steps through the actions, up to a recommendation.

``submitted`` makes an eligible application with a frozen submission; from there each function
takes one step of the team's work, all of them through the actions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.organisations.editions import edition
from labelling.people.models import InvolvementKind
from labelling.reviews import actions, queries
from labelling.reviews.actions import VisitRecord, Wish
from labelling.reviews.models import Outcome, PanelSeat, Recommendation
from labelling.reviews.opinions import Judged
from labelling.reviews.outcomes import outcome_by_rules
from tests.labelling.acting import actor_for
from tests.labelling.applications import making as applications
from tests.labelling.organisations.making import PROFILE
from tests.labelling.people.making import add_person

NOW: datetime = applications.NOW
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


def add_assessor(
    session: Session, name: str, country: str, *, fields: Sequence[str] = ("mobility",)
) -> Actor:
    """Add an assessor with a profile, saved by the room's own action."""
    person = add_person(session, name, roles=[Role.ASSESSOR])
    actor = actor_for(person, Role.ASSESSOR)
    actions.save_profile(
        session,
        actor=actor,
        person_id=person.id,
        country=country,
        languages=["en", "de"],
        fields=list(fields),
        now=NOW,
    )
    return actor


def submitted(
    level: str = "bronze",
    *,
    band: int = 60,
    name: str = PROFILE.name,
    edition_id: str = applications.EDITION,
    dropped: Sequence[str] | None = None,
) -> World:
    """Make an eligible application, an officer, people on its seats, and three assessors.

    The first assessor is from Austria like the organisation, the others from abroad. At gold the
    organisation says that part 6.3 does not apply, unless the parts are named.
    """
    made = applications.make_application(level, name=name, edition_id=edition_id)
    if dropped is None:
        dropped = ["6.3"] if level == "gold" else []
    piece = applications.answer_all(made, band=band, but=dropped)
    for part_id in dropped:
        applications.save(
            made, part_id, band=None, text="", not_applicable="We are a team of three."
        )
    applications.submit(made)
    applications.make_eligible(made)
    with unit_of_work() as session:
        assessors = tuple(
            add_assessor(session, name, country)
            for name, country in (
                ("Anna Ahrens", "AT"),
                ("Ben Bakker", "BE"),
                ("Cleo Costa", "CY"),
            )
        )
    return World(
        application_id=made.id,
        organisation_id=made.made.id,
        evidence_id=piece.id,
        officer=made.officer,
        owner=made.owner,
        reader=made.made.actor(made.made.readers[0]),
        assessors=assessors,
    )


def panel_for(
    application_id: UUID,
    officer: Actor,
    assessors: Sequence[Actor],
    *,
    leads: bool = True,
    now: datetime = NOW,
) -> list[PanelSeat]:
    """Invite these assessors; the first one leads, unless somebody does already."""
    wishes = [Wish(id_of(one), leads=leads and one is assessors[0]) for one in assessors]
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
        seats[id_of(one)] = seat.id
    return seats


def release(application_id: UUID, one: Actor, officer: Actor, reason: str) -> None:
    """Release somebody from the team."""
    seat = seat_of(application_id, one)
    with unit_of_work() as session:
        actions.release_seat(session, actor=officer, seat_id=seat.id, reason=reason, now=NOW)


def declare(
    application_id: UUID,
    one: Actor,
    *kinds: InvolvementKind,
    text: str = "A sentence.",
    now: datetime = NOW,
) -> PanelSeat:
    """Let somebody declare what binds them."""
    seat = seat_of(application_id, one)
    with unit_of_work() as session:
        return actions.declare(session, actor=one, seat_id=seat.id, kinds=kinds, text=text, now=now)


def consent(
    application_id: UUID, one: Actor, side: Actor, *, agrees: bool = True, text: str = "Agreed."
) -> PanelSeat:
    """Let office or applicant answer somebody's declared conflict."""
    seat = seat_of(application_id, one)
    with unit_of_work() as session:
        return actions.agree_to_conflict(
            session, actor=side, seat_id=seat.id, agrees=agrees, text=text, now=NOW
        )


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


def ask(
    application_id: UUID,
    one: Actor,
    *,
    part_id: str = "1.1",
    text: str = "Since when is this so?",
    forwards: Actor | None = None,
    now: datetime = NOW,
) -> UUID:
    """Let an assessor ask the applicant; an officer, if one is named, forwards it."""
    seat = seat_of(application_id, one)
    with unit_of_work() as session:
        row = actions.ask_applicant(
            session, actor=one, seat_id=seat.id, part_id=part_id, text=text, now=now
        )
        if forwards is not None:
            actions.forward_clarification(session, actor=forwards, clarification_id=row.id, now=now)
        return row.id


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


def id_of(actor: Actor) -> UUID:
    """Return the person behind an actor."""
    assert actor.person_id is not None
    return actor.person_id
