"""A club for tests, made by its own actions: an organisation with seats, a firm, a round."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.clubs import accept_code, found_club, write_code
from labelling.club.actions.entering import Figure, Outcome, save_figures
from labelling.club.actions.members import add_member
from labelling.club.actions.rounds import announce_round, move_round
from labelling.club.actions.submitting import submit_figures
from labelling.club.dates import planned
from labelling.club.models import Club, ClubRound, MadeOf, Membership, RoundMember, RoundState
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import add_person

NOW = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
HALF = "2026-H1"
DIMENSIONS = (
    {
        "id": "size",
        "name": "Size",
        "ordered": True,
        "bands": [{"id": "small", "name": "Small"}, {"id": "large", "name": "Large"}],
    },
)
CORE: Mapping[str, str] = {
    "A01": "60",
    "left": "3",
    "active-members": "40",
    "B01": "2.5",
    "private-income": "80000",
    "B03": "200000",
    "B07": "14",
    "members-contacted": "30",
    "D02": "6",
    "satisfaction-sum": "84",
    "satisfaction-answers": "20",
    "members-cooperating": "18",
    "cross-sectoral-projects": "3",
    "E02": "8",
    "members-international": "12",
}
"""What a member enters for the core; nothing of it is unusual in a first round."""


@dataclass(slots=True)
class World:
    """A club with one organisation and one firm as members."""

    officer: Actor
    officer_person: Person
    made: Made
    contact: Person
    firm_contact: Person
    club: Club
    membership: Membership
    firm: Membership
    code_id: UUID
    rounds: list[ClubRound] = field(default_factory=list)

    @property
    def owner(self) -> Actor:
        """Return the contact of the organisation: an owner."""
        return self.made.actor(self.contact)

    @property
    def firm_actor(self) -> Actor:
        """Return the contact of the firm, who has no seat anywhere."""
        return actor_for(self.firm_contact, Role.MANAGER)

    def part(self, membership: Membership | None = None) -> RoundMember:
        """Return a member's part in the newest round."""
        member = membership or self.membership
        with reading() as session:
            found = queries.find_part(session, self.rounds[-1].id, member.id)
        assert found is not None
        return found


def make_club(session: Session, *, now: datetime = NOW, accepted: bool = True) -> World:
    """Found a club with an organisation and a firm; all accept the code unless told otherwise."""
    person = add_person(session, "Olga Officer", roles=[Role.OFFICER], now=now - timedelta(days=90))
    officer = actor_for(person, Role.OFFICER, confirmed_at=now)
    profile = replace(PROFILE, name=f"Alder Valley {uuid4().hex[:6]}")
    made = make_organisation(session, profile, contributors=1, readers=1, now=now)
    firm_contact = add_person(session, "Frida Firm")
    club = found_club(
        session,
        actor=officer,
        code=f"club-{uuid4().hex[:8]}",
        name="Clusters compared",
        dimensions=DIMENSIONS,
        kinds={"Cluster organisations": MadeOf.ORGANISATION, "Suppliers": MadeOf.FIRM},
        now=now,
    )
    kinds = {one.name: one.id for one in queries.kinds_of(session, club.id)}
    code = write_code(
        session,
        actor=officer,
        club_id=club.id,
        text="What is said here stays here.",
        in_force_on=today(now),
        now=now,
    )
    member = add_member(
        session,
        actor=officer,
        club_id=club.id,
        kind_id=kinds["Cluster organisations"],
        organisation_id=made.id,
        contact_id=made.owners[0].id,
        bands={"size": "small"},
        joined_on=today(now),
        now=now,
    )
    firm = add_member(
        session,
        actor=officer,
        club_id=club.id,
        kind_id=kinds["Suppliers"],
        firm="Bolts and Nuts",
        contact_id=firm_contact.id,
        bands={"size": "large"},
        joined_on=today(now),
        now=now,
    )
    world = World(officer, person, made, made.owners[0], firm_contact, club, member, firm, code.id)
    if accepted:
        accept(session, world, world.owner, member, now)
        accept(session, world, world.firm_actor, firm, now)
    return world


def accept(
    session: Session, world: World, actor: Actor, membership: Membership, now: datetime = NOW
) -> None:
    """Accept the code of conduct for a member."""
    accept_code(session, actor=actor, membership_id=membership.id, code_id=world.code_id, now=now)


def open_round(world: World, half: str = HALF, *, now: datetime = NOW) -> ClubRound:
    """Announce a round with its usual dates, counted from now, and open it."""
    with unit_of_work() as session:
        row = announce_round(
            session,
            actor=world.officer,
            club_id=world.club.id,
            half_year=half,
            dates=planned(Round.parse(half), today(now)),
            now=now,
        )
    with unit_of_work() as session:
        move_round(session, actor=world.officer, round_id=row.id, state=RoundState.OPEN, now=now)
    world.rounds.append(row)
    return row


def club_with_round(*, accepted: bool = True) -> World:
    """Return a club whose first round is open."""
    with unit_of_work() as session:
        world = make_club(session, accepted=accepted)
    open_round(world)
    return world


def enter(
    world: World,
    figures: Mapping[str, str],
    *,
    membership: Membership | None = None,
    actor: Actor | None = None,
    grade: str = "A",
    now: datetime = NOW,
) -> Outcome:
    """Enter figures as they are written; a blank one is said not to be collected."""
    part = world.part(membership)
    with unit_of_work() as session:
        rows = queries.current_rows(session, [part.id]).get(part.id, {})
        return save_figures(
            session,
            actor=actor or world.owner,
            part_id=part.id,
            figures=[
                Figure(
                    name,
                    Given(number, grade=grade if number else ""),
                    not_collected=not number,
                    revision=rows[name].revision if name in rows else 0,
                )
                for name, number in figures.items()
            ],
            save_id=uuid4(),
            now=now,
        )


def send(
    world: World,
    *,
    membership: Membership | None = None,
    actor: Actor | None = None,
    now: datetime = NOW,
) -> bool:
    """Send a member's sheet; say whether it came late."""
    with unit_of_work() as session:
        return submit_figures(
            session, actor=actor or world.owner, part_id=world.part(membership).id, now=now
        )
