"""Cases, decisions and labels for tests: everything that this room does, through its actions."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import edition
from assessments.editions.model import Steps
from labelling.applications.actions import set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Call, Step, Submission
from labelling.core import files
from labelling.core.access import SYSTEM, Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotNow
from labelling.core.mail import Letter
from labelling.core.worker import Worker
from labelling.decisions import actions, bodies, queries
from labelling.decisions.actions.deciding import record_decision
from labelling.decisions.hearings.standing import URGENT_KINDS
from labelling.decisions.models import (
    Decision,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
    LabelTerm,
)
from labelling.decisions.sheets import KIND
from labelling.decisions.withdrawals import actions as withdrawals
from labelling.decisions.withdrawals.models import WithdrawalRequest
from labelling.decisions.withdrawals.queries import find_request
from labelling.issuing import stages, turns
from labelling.issuing.sources import Order
from labelling.organisations import queries as organisations
from labelling.organisations.models import Organisation
from labelling.people.models import Person
from labelling.reviews.models import (
    AgreedScore,
    FeedbackReport,
    How,
    Outcome,
    PanelSeat,
    PanelState,
    Recommendation,
    Visit,
)
from labelling.settings import in_use
from tests.labelling.acting import actor_for
from tests.labelling.issuing.making import add_holder
from tests.labelling.people.making import add_person

URGENT = "Funders decide on Friday and rely on the label."
NOW = datetime(2026, 5, 28, 12, 0, tzinfo=UTC)
EDITION = edition("cluster-excellence-2026")
VISITED = date(2026, 5, 11)
REASON = "The agreed scores meet every rule of the level."

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """The people who prepare and decide; none was made or reset by another."""

    officer: Person
    second_officer: Person
    member: Person
    second_member: Person


def let_one_member_decide(patch: pytest.MonkeyPatch) -> None:
    """Let one member of the committee decide on every level, as on bronze."""
    known: Callable[[Application], Steps | None] = bodies._steps

    def steps(application: Application) -> Steps | None:
        found = known(application)
        return replace(found, decided_by="member") if found is not None else None

    patch.setattr(bodies, "_steps", steps)


def make_office() -> Office:
    """Make two officers and two members of the committee, and the keys that sign."""
    with unit_of_work() as session:
        turns.introduce_first(session, NOW - timedelta(days=400))
        return Office(
            *(
                add_person(session, name, roles=[role], now=NOW - timedelta(days=400))
                for name, role in (
                    ("Olga Officer", Role.OFFICER),
                    ("Otto Officer", Role.OFFICER),
                    ("Carla Committee", Role.COMMITTEE),
                    ("Cees Committee", Role.COMMITTEE),
                )
            )
        )


def acting(person: Person, role: Role, *, now: datetime = NOW, fresh: bool = True) -> Actor:
    """Return a person acting in a role, with or without a fresh second factor."""
    return actor_for(person, role, confirmed_at=now if fresh else None)


def officer(office: Office, *, now: datetime = NOW) -> Actor:
    """Return the first officer, acting."""
    return acting(office.officer, Role.OFFICER, now=now)


def member(office: Office, *, now: datetime = NOW) -> Actor:
    """Return the first member of the committee, acting."""
    return acting(office.member, Role.COMMITTEE, now=now)


def recommended(
    *,
    level: str = "silver",
    percent: int = 70,
    outcome: Outcome = Outcome.AWARDED,
    name: str = "Alder Valley Mobility Cluster",
    language: str = "en",
    visited: date | None = VISITED,
    improvements: int = 3,
    organisation_id: UUID | None = None,
    assessors: Collection[Person] = (),
    now: datetime = NOW,
) -> Application:
    """Make an application that the assessment team has recommended."""
    with unit_of_work() as session:
        organisation = (
            session.get_one(Organisation, organisation_id)
            if organisation_id is not None
            else add_holder(session, name=name)
        )
        organisation.language = language
        application = _application(session, organisation, level, now)
        _assessment(session, application, percent, now)
        if visited is not None:
            session.add(_visit(application, visited, improvements, now))
        session.add(
            Recommendation(
                application_id=application.id,
                outcome=outcome,
                level_id=None if outcome is Outcome.NOT_AWARDED else level,
                reason="All was seen on site.",
                made_at=now,
            )
        )
        session.add_all(_seat(application, person, now) for person in assessors)
        set_due(session, actor=SYSTEM, application=application, step=Step.DECISION, now=now)
    return application


def _application(
    session: Session, organisation: Organisation, level: str, now: datetime
) -> Application:
    call = Call(
        title="Open all year",
        edition_id=EDITION.id,
        edition_sha256=EDITION.identity,
        levels=[level],
        opens_on=date(2026, 1, 1),
        created_at=now,
    )
    session.add(call)
    session.flush()
    application = Application(
        reference=f"A-2026-{next(_numbers):03d}",
        organisation_id=organisation.id,
        call_id=call.id,
        edition_id=EDITION.id,
        edition_sha256=EDITION.identity,
        level_id=level,
        state=State.RECOMMENDED,
        state_since=now,
        created_at=now,
        submitted_at=now,
        terms_version="1",
        terms_accepted_at=now,
        authorised_name="Ada Berg",
        authorised_function="Manager",
    )
    session.add(application)
    session.flush()
    return application


def _assessment(
    session: Session,
    application: Application,
    percent: int,
    now: datetime,
) -> None:
    level = next(level for level in EDITION.levels if level.id == application.level_id)
    session.add(
        Submission(
            application_id=application.id,
            number=1,
            sha256=uuid4().hex * 2,
            answers=len(EDITION.scope(level)),
            pieces=0,
            submitted_at=now,
        )
    )
    session.add_all(
        AgreedScore(
            application_id=application.id,
            part_id=part_id,
            score=Fraction(percent),
            how=How.SINGLE,
            version=1,
            agreed_at=now,
        )
        for part_id in EDITION.scope(level)
    )
    session.add(
        FeedbackReport(
            application_id=application.id,
            summary="A summary.",
            observations="The number of members is 41, not 40.",
            updated_at=now,
            released_at=now,
            final_at=now,
        )
    )


def _visit(application: Application, day: date, improvements: int, now: datetime) -> Visit:
    return Visit(
        application_id=application.id,
        took_place_on=day,
        improvements_shown=improvements,
        recorded_at=now,
    )


def _seat(application: Application, person: Person, now: datetime) -> PanelSeat:
    return PanelSeat(
        application_id=application.id,
        person_id=person.id,
        state=PanelState.ACCEPTED,
        invited_at=now,
        answer_by=today(now),
    )


def prepared(
    office: Office,
    application: Application,
    *,
    outcome: Outcome = Outcome.AWARDED,
    level_id: str | None = None,
    now: datetime = NOW,
) -> Decision:
    """Prepare the decision about an application, by the first officer."""
    with unit_of_work() as session:
        return actions.prepare_decision(
            session,
            actor=officer(office, now=now),
            application_id=application.id,
            outcome=outcome,
            level_id=level_id,
            note="Complete.",
            now=now,
        )


def decided(
    office: Office,
    application: Application,
    *,
    outcome: Outcome = Outcome.AWARDED,
    level_id: str | None = None,
    now: datetime = NOW,
) -> Decision:
    """Prepare and take the decision about an application.

    Where a sitting decides, what follows from its vote is done without the sitting.
    """
    decision = prepared(office, application, outcome=outcome, level_id=level_id, now=now)
    with unit_of_work() as session:
        return record_decision(
            session,
            actor=member(office, now=now),
            decision=session.get_one(Decision, decision.id),
            outcome=outcome,
            level_id=level_id,
            reason=REASON,
            private_reason="",
            now=now,
        )


def label(
    office: Office,
    *,
    level: str = "silver",
    name: str = "Alder Valley Mobility Cluster",
    language: str = "en",
    visited: date | None = VISITED,
    now: datetime = NOW,
) -> Label:
    """Award a label to a new organisation."""
    application = recommended(
        level=level, name=name, language=language, percent=90, visited=visited, now=now
    )
    decision = decided(office, application, now=now)
    with reading() as session:
        return session.scalars(
            select(Label)
            .join(LabelTerm, LabelTerm.label_id == Label.id)
            .where(LabelTerm.decision_id == decision.id)
        ).one()


def issue_all(now: datetime = NOW) -> list[Letter]:
    """Let a worker issue what was ordered; return the mail that it would send."""
    letters: list[Letter] = []
    Worker(in_use(), lambda letter, _settings: letters.append(letter)).drain(now)
    return letters


def publish(label_: Label, *, content: bytes = b"%PDF-1.7 made up", now: datetime = NOW) -> None:
    """Publish the certificate of a label's newest term, any bytes for its file."""
    with unit_of_work() as session:
        term = queries.terms_of(session, label_.id)[-1]
        order = Order(KIND, label_.id, term.id, "en", term.ordinal)
        certificate = stages.seal(session, order, now)
        stages.publish(session, certificate.id, files.store().put(content), now)


def owner(label_: Label) -> Actor:
    """Return an owner of a label's holder, acting as its manager."""
    with reading() as session:
        person = organisations.owners(session, label_.organisation_id)[0]
        seats = organisations.seats_of(session, person.id)
    return actor_for(person, Role.MANAGER, seats=seats)


def ask_withdrawal(label_: Label, *, now: datetime = NOW) -> WithdrawalRequest:
    """Ask, as an owner, that a label ends, unless that was asked for."""
    with unit_of_work() as session:
        known = find_request(session, label_.id)
        return known or withdrawals.ask_withdrawal(
            session,
            actor=owner(label_),
            label_id=label_.id,
            reason="The association is dissolved.",
            now=now,
        )


def change_prepared(
    office: Office,
    label_: Label,
    kind: LabelEventKind,
    *,
    now: datetime = NOW,
    effective_on: date | None = None,
    public_reason: str = "Changes of membership were not reported in time.",
    urgent: bool = True,
) -> LabelChange:
    """Prepare a change of a label, by the first officer, for the day of ``now`` unless told.

    A suspension or revocation is urgent unless told, and an owner asks for a withdrawal first, so
    that a second person can decide at once.
    """
    if kind is LabelEventKind.WITHDRAWN and urgent:
        with suppress(NotNow):  # a label that does not run is refused by what follows
            ask_withdrawal(label_, now=now)
    with unit_of_work() as session:
        return actions.prepare_change(
            session,
            actor=officer(office, now=now),
            label_id=label_.id,
            kind=kind,
            public_reason=public_reason,
            private_reason="Two letters were not answered.",
            effective_on=effective_on if effective_on is not None else today(now),
            urgent_reason=URGENT if urgent and kind in URGENT_KINDS else "",
            now=now,
        )


def changed(
    office: Office,
    label_: Label,
    kind: LabelEventKind,
    *,
    now: datetime = NOW,
    effective_on: date | None = None,
) -> LabelEvent:
    """Prepare a change and decide on it."""
    change = change_prepared(office, label_, kind, now=now, effective_on=effective_on)
    return decide(office, change, now=now)


def decide(office: Office, change: LabelChange, *, now: datetime = NOW) -> LabelEvent:
    """Decide on a prepared change, by the first member of the committee."""
    with unit_of_work() as session:
        return actions.decide_change(
            session, actor=member(office, now=now), change_id=change.id, now=now
        )


def suspend(office: Office, label_: Label, *, now: datetime = NOW) -> LabelEvent:
    """Suspend a label from the day of ``now``."""
    return changed(office, label_, LabelEventKind.SUSPENDED, now=now)


def lift(office: Office, label_: Label, *, now: datetime = NOW) -> LabelEvent:
    """Lift a suspension on the day of ``now``."""
    return changed(office, label_, LabelEventKind.LIFTED, now=now)


def revoke(office: Office, label_: Label, *, now: datetime = NOW) -> LabelEvent:
    """Revoke a label from the day of ``now``."""
    return changed(office, label_, LabelEventKind.REVOKED, now=now)


def terms(label_: Label) -> list[LabelTerm]:
    """Return the terms of a label, oldest first."""
    with reading() as session:
        return queries.terms_of(session, label_.id)
