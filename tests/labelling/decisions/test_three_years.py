"""An involvement counts for three calendar years, to the day, wherever it is asked for."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from labelling.club.models import Club, Membership
from labelling.club.ties import bound_up
from labelling.core.access import Role
from labelling.core.clock import today, years_before
from labelling.core.database import Database, reading, unit_of_work
from labelling.decisions.partaking import parts_in
from labelling.decisions.ties import ties_of
from labelling.organisations.models import Organisation
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.bound_up import bound_up_people
from tests.labelling.club.making import NOW, club_with_round
from tests.labelling.people.making import add_person

DAY = today(NOW)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 23), date(2023, 11, 23)),
        (date(2028, 2, 29), date(2025, 2, 28)),
        (date(2027, 2, 28), date(2024, 2, 28)),
    ],
)
def test_same_day_three_years_earlier(day: date, before: date) -> None:
    assert years_before(day, 3) == before


def tied_until(organisation_id: UUID, until: date) -> UUID:
    """Add an officer whose employment by the organisation ended on a day."""
    with unit_of_work() as session:
        person = add_person(session, "Edda Ek", roles=[Role.OFFICER])
        session.add(
            Involvement(
                person_id=person.id,
                organisation_id=organisation_id,
                kind=InvolvementKind.EMPLOYED,
                since=date(2010, 1, 1),
                until=until,
                source="declaration",
                recorded_at=NOW,
            )
        )
        return person.id


@pytest.mark.parametrize("still", [True, False])
def test_counts_alike_for_office_committee_appeals_and_club(
    database: Database, still: bool
) -> None:
    made = club_with_round()
    last = years_before(DAY, 3)
    person_id = tied_until(made.made.id, last.replace(day=last.day + 1) if still else last)
    with reading() as session:
        club_id = session.scalars(select(Club.id)).one()
        organisation = session.get_one(Organisation, made.made.id)
        membership = session.scalars(
            select(Membership.id).where(Membership.organisation_id == organisation.id)
        ).one()
        found = (
            person_id in bound_up_people(session, organisation.id, DAY),
            organisation.id in ties_of(session, person_id, DAY).organisations,
            person_id in parts_in(session, organisation.id, DAY),
            membership in bound_up(session, [person_id], club_id, DAY)[person_id],
        )
    assert found == (still,) * 4
