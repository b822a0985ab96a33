"""A club for journeys: 24 fictitious members, five rounds that were held, the sixth to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.figures import Entry
from benchmarking.rounds import Round
from benchmarking.simulated.cast import DIMENSIONS
from benchmarking.simulated.club import SimulatedClub, simulated_club
from labelling.club import queries
from labelling.club.actions.clubs import found_club, write_code
from labelling.club.actions.freezing import freeze_round
from labelling.club.actions.members import add_member
from labelling.club.actions.takeover import (
    conclude_round,
    take_over_figures,
    take_over_round,
)
from labelling.club.dates import planned
from labelling.club.models import Club, MadeOf
from labelling.club.results.actions import prepare_results, release_results
from labelling.club.sets import asked_quantities
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import make_organisation
from tests.labelling.people.making import add_person

CODE = "Figures serve learning. What is said in a meeting stays there."
JUNE = 6


@dataclass(frozen=True)
class ClubStage:
    """A club before its next half-year, and what its members would report for it."""

    officer: Actor
    contact: Person
    firm_contact: Person
    club: Club
    own: UUID
    half: Round
    simulated: SimulatedClub
    places: Mapping[str, UUID]

    @property
    def own_name(self) -> str:
        """Return the simulated member as which the organisation reports."""
        return self.simulated.members[0].id

    def figures(self, member: str) -> Mapping[str, Entry]:
        """Return what a member would report for the half-year that is to come."""
        return self.simulated.sheets[member][self.half].entries

    def core(self) -> dict[str, Fraction]:
        """Return the figures of the core that the organisation enters, by quantity.

        What it did not collect is taken from the half-year before.
        """
        set_ = self.simulated.indicators
        asked = asked_quantities(set_, [one.code for one in set_.core])
        before = self.simulated.sheets[self.own_name][self.half.previous].entries
        found = {}
        for one in asked:
            entry = self.figures(self.own_name)[one.id]
            number = entry.number if entry.number is not None else before[one.id].number
            assert number is not None
            found[one.id] = number
        return found


def last_half(day: date) -> Round:
    """Return the half-year that was over last."""
    return Round(day.year, 1 if day.month <= JUNE else 2).previous


def make_stage(now: datetime) -> ClubStage:
    """Found the club, bring five rounds along and release their results, by the actions."""
    half = last_half(today(now))
    simulated = simulated_club(last=half)
    with unit_of_work() as session:
        stage = _founded(session, simulated, half, now)
    for round_ in simulated.rounds[:-1]:
        _brought_along(stage, round_, now)
    return stage


def _founded(session: Session, simulated: SimulatedClub, half: Round, now: datetime) -> ClubStage:
    person = add_person(session, "Olga Officer", roles=[Role.OFFICER])
    officer = actor_for(person, Role.OFFICER, confirmed_at=now)
    made = make_organisation(session, now=now - timedelta(days=900))
    firm_contact = add_person(session, "Frida Firm")
    club = found_club(
        session,
        actor=officer,
        code="journey-club",
        name="Clusters compared",
        dimensions=[
            {
                "id": one.id,
                "name": one.id.capitalize(),
                "ordered": one.ordered,
                "bands": [{"id": band, "name": band} for band in one.bands],
            }
            for one in DIMENSIONS
        ],
        kinds={"Clusters": MadeOf.ORGANISATION, "By mail": MadeOf.FIRM},
        now=now,
    )
    write_code(session, actor=officer, club_id=club.id, text=CODE, in_force_on=today(now), now=now)
    kinds = {one.made_of: one.id for one in queries.kinds_of(session, club.id)}
    places = {}
    for at, one in enumerate(simulated.members):
        places[one.id] = add_member(
            session,
            actor=officer,
            club_id=club.id,
            kind_id=kinds[MadeOf.FIRM if at else MadeOf.ORGANISATION],
            organisation_id=None if at else made.id,
            firm=one.name if at else "",
            contact_id={0: made.owners[0].id, 1: firm_contact.id}.get(at),
            holding=one.holding,
            bands=one.bands,
            joined_on=today(now) - timedelta(days=1500),
            now=now,
        ).id
    own = places[simulated.members[0].id]
    return ClubStage(officer, made.owners[0], firm_contact, club, own, half, simulated, places)


def _brought_along(stage: ClubStage, round_: Round, now: datetime) -> None:
    officer, club_id = stage.officer, stage.club.id
    with unit_of_work() as session:
        row = take_over_round(
            session, actor=officer, club_id=club_id, half_year=str(round_), dates=planned(round_),
            now=now,
        )  # fmt: skip
        sheets = {
            stage.places[member]: given[round_].entries
            for member, given in stage.simulated.sheets.items()
            if round_ in given
        }
        take_over_figures(
            session, actor=officer, round_id=row.id, sheets=sheets, sent_at=now, now=now
        )
    with unit_of_work() as session:
        freeze_round(session, actor=officer, round_id=row.id, now=now)
        conclude_round(session, actor=officer, round_id=row.id, now=now)
    with reading() as session:
        prepared = prepare_results(
            session, actor=officer, round_id=row.id, dimension="size", now=now
        )
    with unit_of_work() as session:
        release_results(session, actor=officer, prepared=prepared, now=now)


def send_the_others(stage: ClubStage, round_id: UUID, now: datetime) -> None:
    """Enter, as the office, the sheets of all members but the organisation's own."""
    with unit_of_work() as session:
        take_over_figures(
            session,
            actor=stage.officer,
            round_id=round_id,
            sheets={
                place: stage.figures(name)
                for name, place in stage.places.items()
                if name != stage.own_name
            },
            sent_at=now,
            now=now,
        )
