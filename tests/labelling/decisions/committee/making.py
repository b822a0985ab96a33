"""Sittings for tests: planned, called, opened, voted on and closed through the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from labelling.applications.models import Application
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.actions import Arrangement
from labelling.decisions.committee.ballots import votes_on
from labelling.decisions.committee.models import Choice, Minutes, Sitting, SittingItem, SittingKind
from labelling.decisions.models import Decision, LabelChange
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person
from tests.labelling.decisions import applicants
from tests.labelling.decisions.making import NOW, Office, acting, make_office
from tests.labelling.people.making import add_person

SCHEME = "cluster-excellence"
REASON = "The committee followed the assessment team: every rule of the level holds."
FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@dataclass(frozen=True, slots=True)
class Committee:
    """The office, and four members of whom the first chairs and the second stands in."""

    office: Office
    members: tuple[Person, ...]

    @property
    def chair(self) -> Person:
        """Return who chairs."""
        return self.members[0]

    @property
    def deputy(self) -> Person:
        """Return who stands in."""
        return self.members[1]

    def officer(self, *, now: datetime = NOW) -> Actor:
        """Return the first officer, acting."""
        return acting(self.office.officer, Role.OFFICER, now=now)


def make_committee(*, size: int = 4, now: datetime = NOW) -> Committee:
    """Make the office and a committee."""
    office = make_office()
    with unit_of_work() as session:
        more = [
            add_person(
                session, f"Member {number}", roles=[Role.COMMITTEE], now=now - timedelta(days=400)
            )
            for number in range(3, size + 1)
        ]
    return Committee(office, (office.member, office.second_member, *more))


def sits(person: Person, *, now: datetime = NOW, fresh: bool = True) -> Actor:
    """Return a member of the committee, acting."""
    return acting(person, Role.COMMITTEE, now=now, fresh=fresh)


def arranged(
    committee: Committee, kind: SittingKind = SittingKind.MEETING, *, now: datetime = NOW
) -> Arrangement:
    """Return an ordinary arrangement for today."""
    meets = kind is SittingKind.MEETING
    return Arrangement(
        kind=kind,
        day=today(now),
        begins_at=now if meets else None,
        place="Room 3, Brussels" if meets else "",
        link="",
        chair_id=committee.chair.id,
        deputy_id=committee.deputy.id,
    )


def planned(
    committee: Committee, kind: SittingKind = SittingKind.MEETING, *, now: datetime = NOW
) -> Sitting:
    """Plan a sitting for today."""
    with unit_of_work() as session:
        return actions.plan_sitting(
            session,
            actor=committee.officer(now=now),
            scheme=SCHEME,
            arranged=arranged(committee, kind, now=now),
            now=now,
        )


def put_on(
    committee: Committee, sitting: Sitting, subject: Decision | LabelChange, *, now: datetime = NOW
) -> SittingItem:
    """Put a decision or a change on the agenda."""
    is_decision = isinstance(subject, Decision)
    with unit_of_work() as session:
        return actions.put_on_agenda(
            session,
            actor=committee.officer(now=now),
            sitting_id=sitting.id,
            decision_id=subject.id if is_decision else None,
            change_id=None if is_decision else subject.id,
            now=now,
        )


def called(committee: Committee, sitting: Sitting, *, now: datetime = NOW) -> None:
    """Invite the members."""
    with unit_of_work() as session:
        actions.call_sitting(
            session, actor=committee.officer(now=now), sitting_id=sitting.id, now=now
        )


def attended(
    committee: Committee,
    sitting: Sitting,
    present: Sequence[Person] | None = None,
    *,
    observers: str = "",
    now: datetime = NOW,
) -> None:
    """Record who is present: everybody unless told."""
    there = committee.members if present is None else present
    with unit_of_work() as session:
        actions.record_attendance(
            session,
            actor=sits(committee.chair, now=now),
            sitting_id=sitting.id,
            present=[person.id for person in there],
            observers=observers,
            now=now,
        )


def opened(
    committee: Committee,
    *subjects: Decision | LabelChange,
    kind: SittingKind = SittingKind.MEETING,
    present: Sequence[Person] | None = None,
    now: datetime = NOW,
) -> tuple[Sitting, list[SittingItem]]:
    """Open a sitting with an agenda."""
    sitting = planned(committee, kind, now=now)
    items = [put_on(committee, sitting, subject, now=now) for subject in subjects]
    called(committee, sitting, now=now)
    if kind is SittingKind.MEETING:
        attended(committee, sitting, present, now=now)
    return sitting, items


def votes(item: SittingItem, said: Mapping[UUID, Choice] | Sequence[tuple[Person, Choice]],
          *, now: datetime = NOW) -> None:  # fmt: skip
    """Let members vote, one after the other."""
    pairs = said.items() if isinstance(said, Mapping) else [(one.id, two) for one, two in said]
    with reading() as session:
        people = {person_id: session.get_one(Person, person_id) for person_id, _ in pairs}
    for person_id, choice in pairs:
        with unit_of_work() as session:
            actions.cast_vote(
                session,
                actor=sits(people[person_id], now=now),
                item_id=item.id,
                said=choice,
                now=now,
            )


def all_vote(committee: Committee, item: SittingItem, *said: Choice, now: datetime = NOW) -> None:
    """Let the members vote in their order."""
    votes(item, list(zip(committee.members, said, strict=False)), now=now)


def closed(
    committee: Committee,
    item: SittingItem,
    *,
    by: Person | None = None,
    reason: str = REASON,
    now: datetime = NOW,
    fresh: bool = True,
) -> SittingItem:
    """Close the vote on an item, by the chair unless told."""
    with unit_of_work() as session:
        return actions.close_item(
            session,
            actor=sits(by if by is not None else committee.chair, now=now, fresh=fresh),
            item_id=item.id,
            reason=reason,
            private_reason="",
            now=now,
        )


def item_now(item: SittingItem) -> SittingItem:
    """Return an item as it stands."""
    with reading() as session:
        return queries.get_item(session, item.id)


def decided_in_sitting(
    committee: Committee, decision: Decision, *, now: datetime = NOW
) -> Decision:
    """Let a sitting carry a prepared decision as proposed."""
    _, (item,) = opened(committee, decision, now=now)
    all_vote(committee, item, *(FOR for _ in committee.members), now=now)
    closed(committee, item, now=now)
    with reading() as session:
        return session.get_one(Decision, decision.id)


def decision_now(decision: Decision) -> Decision:
    """Return a decision as it is now."""
    with reading() as session:
        return session.get_one(Decision, decision.id)


def verbs(prefix: str = "sitting") -> list[str]:
    """Return what the trail tells, as far as it begins with this."""
    return applicants.verbs(prefix)


def mails(prefix: str = "sitting") -> list[tuple[str, str]]:
    """Return the queued mails as (template, name of the recipient)."""
    with reading() as session:
        rows = session.execute(
            select(Outgoing.name, Person.name)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.name.startswith(prefix))
            .order_by(Outgoing.created_at, Outgoing.name, Person.name)
        )
        return [(row[0], row[1]) for row in rows]


def standing(item: SittingItem) -> dict[str, Choice]:
    """Return the votes that stand on an item, by name."""
    with reading() as session:
        said = votes_on(session, item)
        return {session.get_one(Person, key).name: choice for key, choice in said.items()}


def approved(committee: Committee, sitting: Sitting) -> Minutes:
    """Let the chair approve the minutes of a sitting."""
    with unit_of_work() as session:
        return actions.approve_minutes(
            session, actor=sits(committee.chair), sitting_id=sitting.id, now=NOW
        )


def bind(committee: Committee, decision: Decision, person: Person) -> None:
    """Enter in the ledger that somebody is bound up with the organisation."""
    with unit_of_work() as session:
        application = session.get_one(Application, decision.application_id)
        record_involvement(
            session,
            actor=committee.officer(),
            person_id=person.id,
            organisation_id=application.organisation_id,
            kind=InvolvementKind.CONSULTED,
            source="declaration",
            now=NOW,
        )
