"""A simulated club in the database: members as firms with a contact, frozen rounds, releases."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarking.figures import Entry
from benchmarking.rounds import Round
from benchmarking.simulated import SimulatedClub, simulated_club
from benchmarking.simulated.cast import DIMENSIONS
from labelling.club.dates import last_day, planned
from labelling.club.frozen import freeze_now
from labelling.club.models import (
    Club,
    ClubRound,
    CodeAcceptance,
    CodeOfConduct,
    FrozenRound,
    IndicatorSetVersion,
    KindOfMember,
    MadeOf,
    MemberChoice,
    Membership,
    RoundMember,
    RoundState,
    Source,
    ValueRevision,
)
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.people import queries as people
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 1, 10, tzinfo=UTC)


# A few figures that hang together: enough for everything, and quick to judge.
FEW = frozenset(
    {
        "A01", "A02", "A04", "other-members", "joined", "left", "active-members",
        "members-contacted", "B01", "B03", "private-income", "B07", "C03",
    }
)  # fmt: skip


@dataclass(slots=True)
class World:
    """A club with its rounds, its office, and its members' contacts by simulated id."""

    club_id: UUID
    rounds: list[UUID]
    officer: Actor
    contacts: dict[str, Actor]
    memberships: dict[str, UUID]
    simulated: SimulatedClub

    @property
    def round_id(self) -> UUID:
        """Return the newest round."""
        return self.rounds[-1]

    def first(self, at: int = 0) -> tuple[Actor, UUID]:
        """Return a member's contact and its membership."""
        name = sorted(self.contacts)[at]
        return self.contacts[name], self.memberships[name]


@cache
def simulated_once() -> SimulatedClub:
    """Return the simulated club, made once for all tests."""
    return simulated_club()


def build_club(
    rounds: int = 1,
    *,
    members: int = 24,
    state: RoundState = RoundState.FROZEN,
    simulated: SimulatedClub | None = None,
    quantities: Container[str] = FEW,
) -> World:
    """Make the newest rounds of a club, the simulated one if none is given.

    The last one is frozen and not released. Of its figures those of ``quantities`` are given.
    """
    simulated = simulated if simulated is not None else simulated_once()
    halves = simulated.rounds[-rounds:]
    cast = simulated.members[:members]
    with unit_of_work() as session:
        officer = actor_for(
            add_person(session, "Olga Officer", roles=[Role.OFFICER]),
            Role.OFFICER,
            confirmed_at=NOW,
        )
        club, version, kind, code = _club(session, simulated)
        memberships, contacts = {}, {}
        for one in cast:
            person = add_person(session, f"Contact of {one.id}")
            row = Membership(
                club_id=club.id,
                kind_id=kind.id,
                firm=one.name,
                contact_id=person.id,
                holding=one.holding,
                bands=dict(one.bands),
                joined_on=date(2023, 1, 1),
                added_at=NOW,
            )
            session.add(row)
            session.flush()
            session.add(
                CodeAcceptance(
                    code_id=code.id, membership_id=row.id, person_id=person.id, accepted_at=NOW
                )
            )
            chosen = {q for sheet in simulated.sheets[one.id].values() for q in sheet.entries}
            session.add_all(
                MemberChoice(membership_id=row.id, indicator=code_, chosen_at=NOW)
                for code_, indicator in simulated.indicators.indicators.items()
                if indicator.tier == "choice"
                and {t.quantity for t in simulated.indicators.terms(indicator)} <= chosen
            )
            memberships[one.id], contacts[one.id] = row.id, actor_for(person, Role.MANAGER)
        made = [
            _round(
                session,
                (club, version, memberships, simulated),
                half,
                state if half == halves[-1] else RoundState.FINAL,
                quantities,
            )
            for half in halves
        ]
        return World(club.id, made, officer, contacts, memberships, simulated)


def _club(
    session: Session, simulated: SimulatedClub
) -> tuple[Club, IndicatorSetVersion, KindOfMember, CodeOfConduct]:
    club = Club(
        code="demo",
        name="Benchmarking club (fictitious)",
        dimensions=[
            {
                "id": one.id,
                "name": one.id.capitalize(),
                "ordered": one.ordered,
                "bands": [{"id": band, "name": band.replace("-", " ")} for band in one.bands],
            }
            for one in DIMENSIONS
        ],
        founded_at=NOW,
    )
    session.add(club)
    session.flush()
    version = IndicatorSetVersion(
        club_id=club.id,
        number=1,
        first_round=str(simulated.rounds[0]),
        sha256=simulated.indicators.identity,
        content=simulated.indicators.canonical.decode(),
        added_at=NOW,
    )
    kind = KindOfMember(club_id=club.id, name="Cluster organisations", made_of=MadeOf.FIRM)
    code = CodeOfConduct(
        club_id=club.id,
        number=1,
        text="Keep it here.",
        in_force_on=date(2023, 1, 1),
        written_at=NOW,
    )
    session.add_all([version, kind, code])
    session.flush()
    return club, version, kind, code


def _round(
    session: Session,
    made: tuple[Club, IndicatorSetVersion, dict[str, UUID], SimulatedClub],
    half: Round,
    state: RoundState,
    quantities: Container[str],
) -> UUID:
    club, version, memberships, simulated = made
    row = ClubRound(
        club_id=club.id,
        half_year=str(half),
        set_id=version.id,
        state=state,
        announced_at=NOW,
        **dict(planned(half)),
    )
    session.add(row)
    session.flush()
    sent = datetime.combine(last_day(half) + timedelta(days=9), datetime.min.time(), UTC)
    for one in simulated.members:
        sheet = simulated.sheets[one.id].get(half)
        if sheet is None or one.id not in memberships:
            continue
        part = RoundMember(
            round_id=row.id,
            membership_id=memberships[one.id],
            asked=sorted(simulated.indicators.indicators),
            holding=one.holding,
            bands=dict(one.bands),
            submitted_at=sent,
        )
        session.add(part)
        session.flush()
        session.add_all(
            _value(part.id, name, entry, sent)
            for name, entry in sheet.entries.items()
            if name in quantities
        )
    session.flush()
    freeze(session, club, row)
    return row.id


def _value(part_id: UUID, name: str, entry: Entry, at: datetime) -> ValueRevision:
    number = "" if entry.number is None else f"{float(entry.number):.6f}".rstrip("0").rstrip(".")
    return ValueRevision(
        round_member_id=part_id,
        quantity=name,
        revision=1,
        number=number,
        grade=entry.grade,
        accuracy="" if entry.accuracy is None else str(entry.accuracy),
        not_collected=entry.number is None,
        source=Source.TYPED,
        saved_at=at,
    )


def freeze(session: Session, club: Club, row: ClubRound) -> FrozenRound:
    """Freeze what was sent as the next version, as the office's action does."""
    earlier = select(FrozenRound).where(FrozenRound.round_id == row.id)
    number = len(list(session.scalars(earlier))) + 1
    previous = session.scalars(
        select(FrozenRound)
        .join(ClubRound, ClubRound.id == FrozenRound.round_id)
        .where(
            ClubRound.club_id == club.id,
            ClubRound.half_year == str(Round.parse(row.half_year).previous),
        )
        .order_by(FrozenRound.version.desc())
    ).first()
    parts = session.scalars(select(RoundMember).where(RoundMember.round_id == row.id))
    made = freeze_now(session, club, row, list(parts), version=number)
    found = FrozenRound(
        round_id=row.id,
        version=number,
        previous_id=previous.id if previous is not None else None,
        sha256=made.hash,
        content=made.canonical.decode(),
        members=len(made.members),
        with_late=number > 1,
        frozen_at=NOW,
    )
    session.add(found)
    session.flush()
    return found


def person_of(actor: Actor) -> Person:
    """Return the person behind an actor, to sign in."""
    assert actor.person_id is not None
    with reading() as session:
        return people.get_person(session, actor.person_id)
