"""Lists of meetings and actions ask the database as often for many rows as for one."""

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from tests.labelling.club.meetings.making import Planned, name
from tests.labelling.club.meetings.test_acting import planned_by, typed
from tests.labelling.club.results.making import person_of
from tests.labelling.people.making import sign_in
from tests.labelling.statements import asked_by


@pytest.mark.parametrize("page", ["meeting", "people", "agenda", "list", "actions"])
@pytest.mark.parametrize("office", [True, False])
def test_page_with_more_rows_asks_no_more(
    client: FlaskClient, planned: Planned, page: str, office: bool
) -> None:
    meeting = f"/clubs/meetings/{planned.meeting.id}"
    address = {
        "meeting": meeting,
        "people": f"{meeting}/participants",
        "agenda": f"{meeting}/agenda",
        "list": f"/clubs/{planned.world.club_id}/meetings",
        "actions": f"/clubs/{planned.world.club_id}/actions",
    }[page]
    who = planned.world.officer if office else planned.chair[0]
    sign_in(client, person_of(who), Role.OFFICER if office else Role.MANAGER)
    planned_by(planned)
    typed(planned)
    name(planned, planned.world.first(1)[0])
    one = asked_by(client, address)
    for at in range(2, 6):
        planned_by(planned)
        planned_by(planned, at, indicator="B01")
        typed(planned)
        name(planned, planned.world.first(at)[0])
    many = asked_by(client, address)
    assert len(many) == len(one), "\n".join(sorted(set(many) - set(one)))
