"""Appeals for tests: a case decided against an organisation, and the people who had no part."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from labelling.applications.models import Application
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.decisions.appeals import actions
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.queries import ballots, get_appeal
from labelling.decisions.appeals.words import About, Follow, Ground, Outcome
from labelling.decisions.models import Decision, Label, LabelEvent
from labelling.organisations.models import SeatHolding
from labelling.people.models import Person
from labelling.reviews.models import Outcome as Award
from tests.labelling.acting import actor_for
from tests.labelling.decisions import applicants, making
from tests.labelling.decisions.making import NOW, Office, acting, make_office
from tests.labelling.people.making import add_person

LATER = NOW + timedelta(days=1)
TEXT = "The visit report was overlooked. We ask for a new decision."

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """A decision, its organisation's owner, and people who had no part in it."""

    office: Office
    application: Application
    decision: Decision
    owner: Actor
    clerk: Person
    second_clerk: Person
    members: tuple[Person, ...]


def bystanders(now: datetime = NOW) -> tuple[Person, Person, tuple[Person, ...]]:
    """Make two officers and four members of the appeals panels who know nobody."""
    with unit_of_work() as session:
        made = [
            add_person(session, name, roles=[role], now=now - timedelta(days=400))
            for name, role in (
                ("Clara Clerk", Role.OFFICER),
                ("Conrad Clerk", Role.OFFICER),
                ("Paula Panel", Role.APPEALS),
                ("Pavel Panel", Role.APPEALS),
                ("Petra Panel", Role.APPEALS),
                ("Piet Panel", Role.APPEALS),
            )
        ]
    return made[0], made[1], tuple(made[2:])


def owner_of(organisation_id: UUID) -> Actor:
    """Return an owner of the organisation, acting for it."""
    with reading() as session:
        person = session.scalars(
            select(Person)
            .join(SeatHolding, SeatHolding.person_id == Person.id)
            .where(SeatHolding.organisation_id == organisation_id, SeatHolding.seat == Seat.OWNER)
            .order_by(Person.email)
        ).first()
    assert person is not None
    seats = MappingProxyType({organisation_id: Seat.OWNER})
    return actor_for(person, Role.MANAGER, seats)


def refused(now: datetime = NOW) -> Scene:
    """Decide against an organisation."""
    office = make_office()
    application = making.recommended(percent=45, outcome=Award.NOT_AWARDED, level="bronze", now=now)
    decision = making.decided(office, application, outcome=Award.NOT_AWARDED, now=now)
    clerk, second_clerk, members = bystanders(now)
    return Scene(
        office,
        application,
        decision,
        owner_of(application.organisation_id),
        clerk,
        second_clerk,
        members,
    )


def filed(scene: Scene, now: datetime = LATER) -> Appeal:
    """File an appeal against the decision."""
    return filed_about(scene.decision, scene.owner, now)


def filed_about(decision: Decision, owner: Actor, now: datetime = LATER) -> Appeal:
    """File an appeal against some decision, by an owner of its organisation."""
    with unit_of_work() as session:
        return actions.file_appeal(
            session,
            actor=owner,
            about=About.DECISION,
            subject_id=decision.id,
            grounds=[Ground.FACTS, Ground.PROCEDURE],
            text=TEXT,
            evidence=[],
            now=now,
        )


def filed_against(label: Label, event: LabelEvent, now: datetime = LATER) -> Appeal:
    """File an appeal against a step that was taken against a label."""
    owner = owner_of(label.organisation_id)
    with unit_of_work() as session:
        [subject] = appealable(session, [label.organisation_id], now)
        assert subject.subject_id == event.id
        return actions.file_appeal(
            session,
            actor=owner,
            about=subject.about,
            subject_id=event.id,
            grounds=[Ground.PROPORTION],
            text=TEXT,
            evidence=[],
            now=now,
        )


def clerk(scene: Scene, now: datetime = LATER) -> Actor:
    """Return the officer who had no part, acting."""
    return acting(scene.clerk, Role.OFFICER, now=now)


def second_clerk(scene: Scene, now: datetime = LATER) -> Actor:
    """Return the second officer who had no part, acting."""
    return acting(scene.second_clerk, Role.OFFICER, now=now)


def panellist(person: Person, now: datetime = LATER) -> Actor:
    """Return a member of the appeals panels, acting."""
    return acting(person, Role.APPEALS, now=now)


def admitted(scene: Scene, appeal: Appeal, now: datetime = LATER) -> None:
    """Acknowledge and admit an appeal, by two officers without a part."""
    with unit_of_work() as session:
        actions.acknowledge_appeal(session, actor=clerk(scene, now), appeal_id=appeal.id, now=now)
    with unit_of_work() as session:
        actions.propose_admissibility(
            session,
            actor=clerk(scene, now),
            appeal_id=appeal.id,
            admissible=True,
            reason="",
            now=now,
        )
    with unit_of_work() as session:
        actions.judge_admissibility(
            session, actor=second_clerk(scene, now), appeal_id=appeal.id, now=now
        )


def named(scene: Scene, appeal: Appeal, now: datetime = LATER) -> None:
    """Name the first three as the panel; the first writes."""
    with unit_of_work() as session:
        actions.compose_panel(
            session,
            actor=clerk(scene, now),
            appeal_id=appeal.id,
            person_ids=[person.id for person in scene.members[:3]],
            writer_id=scene.members[0].id,
            now=now,
        )


def declared(person: Person, appeal: Appeal, now: datetime = LATER) -> None:
    """Declare that nothing binds a member to the organisation."""
    with unit_of_work() as session:
        actions.declare_independence(
            session, actor=panellist(person, now), appeal_id=appeal.id, kinds=[], text="", now=now
        )


def sitting(scene: Scene, now: datetime = LATER) -> Appeal:
    """Bring an appeal before a panel that sits."""
    appeal = filed(scene, now)
    seated(scene, appeal, now)
    return appeal


def seated(scene: Scene, appeal: Appeal, now: datetime = LATER) -> None:
    """Admit an appeal, name the panel and let it sit."""
    admitted(scene, appeal, now)
    named(scene, appeal, now)
    for person in scene.members[:3]:
        declared(person, appeal, now)


def drafted(
    scene: Scene,
    appeal: Appeal,
    outcome: Outcome = Outcome.UPHELD,
    follow: Follow = Follow.REOPEN,
    now: datetime = LATER,
) -> UUID:
    """Let the first member write an outcome; return the draft's key."""
    with unit_of_work() as session:
        return actions.write_draft(
            session,
            actor=panellist(scene.members[0], now),
            appeal_id=appeal.id,
            outcome=outcome,
            follow=follow,
            reasons="The report of the visit says otherwise.",
            now=now,
        ).id


def voted(person: Person, appeal: Appeal, *, agrees: bool = True, now: datetime = LATER) -> None:
    """Let a member vote on the newest draft."""
    with unit_of_work() as session:
        actions.cast_vote(
            session,
            actor=panellist(person, now),
            appeal_id=appeal.id,
            draft_id=ballots(session, appeal.id)[-1].draft.id,
            agrees=agrees,
            dissent="" if agrees else "The facts were known.",
            now=now,
        )


def decided(
    scene: Scene,
    appeal: Appeal,
    outcome: Outcome = Outcome.UPHELD,
    follow: Follow = Follow.REOPEN,
    now: datetime = LATER,
) -> None:
    """Let the panel decide, by two votes of three."""
    drafted(scene, appeal, outcome, follow, now)
    for person, agrees in zip(scene.members, (True, True, False), strict=False):
        voted(person, appeal, agrees=agrees, now=now)


def current(appeal: Appeal) -> Appeal:
    """Return an appeal as it stands now."""
    with reading() as session:
        return get_appeal(session, appeal.id)


def verbs() -> list[str]:
    """Return what the trail tells of appeals."""
    return applicants.verbs("appeal.")
