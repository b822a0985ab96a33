"""What a double click, a second browser and an old page do: nothing twice, nothing lost unseen."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelling.core.access import Actor
from labelling.core.database import reading
from labelling.core.outbox import Outgoing
from labelling.people.models import Involvement
from labelling.reviews.models import PanelSeat
from labelling.reviews.profiles.models import (
    AssessorAbsence,
    AssessorContract,
    AssessorEmployer,
    AssessorRate,
    AssessorTraining,
)
from labelling.reviews.visiting.models import VisitDay
from tests.labelling.reviews import making
from tests.labelling.reviews.test_agreement import compared, interviewed
from tests.labelling.reviews.test_pages import enter

KEY = "0123456789abcdef0123456789abcdef"


def count(model: type[object]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def press_twice(client: FlaskClient, address: str, sent: Mapping[str, object]) -> None:
    """Send one form twice, as a double click does."""
    answers = [client.post(address, data={**sent, "once": KEY}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303], address


def test_same_assessor_chosen_twice_is_no_team_of_two(client: FlaskClient) -> None:
    world = making.submitted("gold")
    enter(client, world.officer)
    ben = str(world.assessors[1].person_id)
    answer = client.post(
        f"/applications/{world.application_id}/panel",
        data={"people": [ben, ben], "leads": ben},
    )
    assert (answer.status_code, count(PanelSeat)) == (422, 0)


def visited() -> tuple[Actor, str]:
    """Return the lead of a team that plans a visit, and where it does."""
    world, lead, _ = compared()
    return lead, f"/applications/{world.application_id}/visit"


def day_of_visit() -> dict[str, object]:
    day = making.NOW.date() + timedelta(days=400)
    return {
        "day": [str(day.day), str(day.month), str(day.year)],
        "starts": "9:00",
        "ends": "16:00",
        "zone": "Europe/Vienna",
    }


def test_double_click_proposes_one_day_and_asks_and_tells_once(client: FlaskClient) -> None:
    lead, address = visited()
    enter(client, lead)
    press_twice(client, f"{address}/days", day_of_visit())
    assert count(VisitDay) == 1
    with reading() as session:
        day_id = session.scalars(select(VisitDay.id)).one()
    for step in ("days/ask", f"days/{day_id}/fix"):
        before = count(Outgoing)
        client.post(f"{address}/{step}")
        once = count(Outgoing) - before
        press_twice(client, f"{address}/{step}", {})
        assert count(Outgoing) - before == 2 * once > 0, step
    press_twice(client, f"{address}/days/{day_id}/withdraw", {})
    assert count(VisitDay) == 0


DAY = ["1", "3", "2026"]


@pytest.mark.parametrize(
    ("step", "sent", "model"),
    [
        ("trainings", {"training-title": "Course", "training-passed_on": DAY}, AssessorTraining),
        ("contracts", {"contract-since": DAY}, AssessorContract),
        ("rates", {"rate-since": DAY, "rate-fee_a_day": "400"}, AssessorRate),
        ("ties", {"tie-kind": "acquainted"}, Involvement),
    ],
)
def test_double_click_records_one_line_in_an_assessors_file(
    client: FlaskClient, step: str, sent: dict[str, object], model: type[object]
) -> None:
    world = making.submitted("bronze")
    enter(client, world.officer)
    before = count(model)
    if step == "ties":
        sent = sent | {"tie-organisation": str(world.organisation_id)}
    press_twice(client, f"/assessors/{world.assessors[0].person_id}/{step}", sent)
    assert count(model) == before + 1


def test_double_click_names_one_employer_and_one_absence(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    enter(client, world.assessors[0])
    name = {"employer-name": "Firm", "employer-since": DAY}
    press_twice(client, "/reviews/profile/employers", name)
    away = {"absence-since": ["1", "3", "2099"], "absence-until": ["9", "3", "2099"]}
    press_twice(client, "/reviews/profile/absences", away)
    assert (count(AssessorEmployer), count(AssessorAbsence)) == (1, 1)


def test_double_click_on_handing_in_ends_where_the_first_one_led(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead)
    address = f"/reviews/{making.seat_of(world.application_id, lead).id}/hand-in"
    enter(client, lead)
    page = client.get(address).text
    warned = page.partition('name="despite" id="despite" value="')[2].partition('"')[0]
    press_twice(client, address, {"despite": warned})


def test_second_browser_does_not_overwrite_the_record_of_a_visit_unseen(
    client: FlaskClient,
) -> None:
    world, lead = interviewed(60)
    address = f"/applications/{world.application_id}/visit"
    enter(client, lead)
    page = client.get(address).text
    seen = page.partition('name="started_from" type="hidden" value="')[2].partition('"')[0]
    assert seen
    day = making.NOW.date()
    sent = {
        "took_place_on": [str(day.day), str(day.month), str(day.year)],
        "management": "The manager",
        "started_from": seen,
    }
    first = client.post(address, data=sent | {"notes": "What the first one heard."})
    second = client.post(address, data=sent | {"notes": "What the second one heard."})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "What the second one heard." in second.text
    assert "What the first one heard." in client.get(address).text
    now = second.text.partition('name="started_from" type="hidden" value="')[2].partition('"')[0]
    again = client.post(address, data=sent | {"notes": "Both.", "started_from": now})
    assert again.status_code == 303


def test_second_owner_does_not_overwrite_observations_unseen(client: FlaskClient) -> None:
    world, lead = interviewed(60)
    making.close_agreement(world.application_id, lead)
    making.write_feedback(world.application_id, lead)
    making.release_feedback(world.application_id, world.officer)
    address = f"/applications/{world.application_id}/observations"
    enter(client, world.owner)
    told = {"answer": "wrong", "observations": "We have 90 members.", "started_from": ""}
    assert client.post(address, data=told).status_code == 303
    late = client.post(address, data={"answer": "none", "started_from": ""})
    assert (late.status_code, "We have 90 members." in late.text) == (409, True)
    assert "We have 90 members." in client.get(address).text
