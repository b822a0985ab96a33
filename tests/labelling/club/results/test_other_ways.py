"""Other pages tell a member nothing of what others gave: change it, and no page changes."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.club.models import RoundMember, RoundState, ValueRevision
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.results.making import World, build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import sign_in

_CHANGING = re.compile(
    r'name="(?:csrf_token|save_id|once)"[^>]*>|content="[^"]*"\s*name="csrf|nonce-\w+'
)
_MOST = 150


@pytest.fixture
def under_way(app: Flask) -> World:
    """Return a club with results, and a round in which all have sent their figures."""
    world = build_club(2, members=12, state=RoundState.CHECKING)
    release(world, round_id=world.rounds[0], dimension="")
    return world


def walk(client: FlaskClient, world: World) -> dict[str, str]:
    """Return all that a member reaches from its first page in the club and in its results."""
    actor, membership_id = world.first()
    sign_in(client, person_of(actor), Role.MANAGER, now=datetime.now(UTC))
    left = ["/clubs/", f"/clubs/{world.club_id}", f"/clubs/members/{membership_id}", "/results",
            f"/results/clubs/{world.club_id}", f"/results/members/{membership_id}",
            f"/clubs/rounds/{world.round_id}", "/tasks"]  # fmt: skip
    with reading() as session:
        part = session.scalars(
            select(RoundMember.id).where(
                RoundMember.round_id == world.round_id,
                RoundMember.membership_id == membership_id,
            )
        ).one()
    left += [f"/clubs/parts/{part}/{page}" for page in ("figures", "send", "sheet", "figures.xlsx")]
    found: dict[str, str] = {}
    while left and len(found) < _MOST:
        address = left.pop(0)
        if address in found:
            continue
        answer = client.get(address)
        kind = answer.content_type.split(";")[0]
        text = answer.get_data(as_text=True) if kind.startswith("text/") else ""
        found[address] = f"{answer.status_code} {_CHANGING.sub('', text)}"
        links = re.findall(r'href="(/(?:clubs|results)[^"#]*)', text)
        left += [one.replace("&amp;", "&") for one in links]
    return found


def give_anew(world: World) -> None:
    """Let every other member send wholly different figures in the round under way."""
    _, mine = world.first()
    with unit_of_work() as session:
        rows = session.execute(
            select(ValueRevision, RoundMember)
            .join(RoundMember, RoundMember.id == ValueRevision.round_member_id)
            .where(RoundMember.round_id == world.round_id, RoundMember.membership_id != mine)
        ).all()
        assert len(rows) > 50
        session.add_all(
            ValueRevision(
                round_member_id=row.round_member_id,
                quantity=row.quantity,
                revision=2,
                number="" if row.not_collected else str(round(float(row.number) * 7 + 3)),
                grade=row.grade,
                not_collected=row.not_collected,
                source=row.source,
                saved_at=part.submitted_at,
            )
            for row, part in rows
        )


def test_nothing_changes_with_what_others_gave(client: FlaskClient, under_way: World) -> None:
    before = walk(client, under_way)
    give_anew(under_way)
    after = walk(client, under_way)
    assert len(before) > 20
    assert sum(page.startswith("200") for page in before.values()) > 15
    assert {address for address, page in before.items() if after[address] != page} == set()


def test_who_is_far_from_others_is_told_to_the_office_alone(
    client: FlaskClient, under_way: World
) -> None:
    """A member could else try figures until the question comes, and so find the others' middle."""
    actor, membership_id = under_way.first()
    with unit_of_work() as session:
        part = session.scalars(
            select(RoundMember).where(
                RoundMember.round_id == under_way.round_id,
                RoundMember.membership_id == membership_id,
            )
        ).one()
        rows = session.scalars(
            select(ValueRevision).where(
                ValueRevision.round_member_id == part.id, ValueRevision.quantity == "B03"
            )
        ).all()
        session.add(
            ValueRevision(
                round_member_id=part.id, quantity="B03", revision=len(rows) + 1,
                number="99000000", grade="A", source=rows[0].source, saved_at=part.submitted_at,
            )
        )  # fmt: skip
        part_id = part.id
    sign_in(client, person_of(actor), Role.MANAGER)
    mine = client.get(f"/clubs/parts/{part_id}/send").get_data(as_text=True)
    assert "far from what comparable members give" not in mine
    sign_in(client, person_of(under_way.officer), Role.OFFICER)
    office = client.get(f"/clubs/parts/{part_id}/office").get_data(as_text=True)
    assert "far from what comparable members give" in office
