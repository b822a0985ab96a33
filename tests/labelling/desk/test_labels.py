"""What owners see of their labels: as they stand in public, and what is being issued."""

from datetime import date, timedelta

import pytest
from flask import Flask

from certificates.standing import Status
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading
from labelling.desk.labels import held_labels
from tests.labelling.decisions.making import (
    NOW,
    Office,
    decided,
    issue_all,
    label,
    make_office,
    recommended,
)

LATER = NOW + timedelta(days=200)


@pytest.fixture
def office(app: Flask) -> Office:
    """Return the people who prepare and decide."""
    return make_office()


def seen(owner: Actor, day: date) -> list[tuple[str, Status, bool]]:
    with reading() as session:
        return [
            (one.sign.name, one.standing.status, one.being_issued)
            for one in held_labels(session, owner, day)
        ]


def test_owners_see_a_label_being_issued_then_as_it_stands(office: Office) -> None:
    held = label(office)
    owner = Actor(role=Role.MANAGER, seats={held.organisation_id: Seat.OWNER})
    assert seen(owner, NOW.date()) == [("Silver", Status.ACTIVE, True)]
    issue_all()
    assert seen(owner, NOW.date()) == [("Silver", Status.ACTIVE, False)]


def test_upgrade_being_issued_stands_beside_the_term_that_counts(office: Office) -> None:
    held = label(office, level="bronze")
    issue_all()
    upgrade = recommended(
        level="silver", organisation_id=held.organisation_id, visited=date(2026, 12, 1), now=LATER
    )
    decided(office, upgrade, now=LATER)
    owner = Actor(role=Role.MANAGER, seats={held.organisation_id: Seat.OWNER})
    assert seen(owner, LATER.date()) == [
        ("Bronze", Status.ACTIVE, False),
        ("Silver", Status.ACTIVE, True),
    ]
    issue_all(LATER)
    assert seen(owner, LATER.date()) == [("Silver", Status.ACTIVE, False)]
