"""The pages of appeals, from filing to the case that is open again, and who sees what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.queries import get_application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.mail import Letter
from labelling.core.worker import Worker
from labelling.decisions.appeals import queries
from labelling.decisions.appeals.keeping import clear_ended, export
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.reminders import remind
from labelling.decisions.appeals.tasks import tasks
from labelling.people.models import Person
from labelling.settings import in_use
from tests.labelling.decisions.appeals import making
from tests.labelling.decisions.appeals.making import Scene, current
from tests.labelling.decisions.making import issue_all
from tests.labelling.people.making import sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def scene(client: FlaskClient) -> Scene:
    """Return a decision against an organisation, taken a moment ago."""
    return making.refused(NOW)


@pytest.fixture
def appeal(scene: Scene) -> Appeal:
    """Return an appeal that was just filed."""
    return making.filed(scene, NOW)


@pytest.fixture
def sits(scene: Scene) -> Appeal:
    """Return an appeal before its panel."""
    return making.sitting(scene, NOW)


def as_(client: FlaskClient, person: Person, role: Role, *, fresh: bool = True) -> FlaskClient:
    sign_in(client, person, role, fresh=fresh)
    return client


def owner(scene: Scene) -> Person:
    with reading() as session:
        return session.get_one(Person, scene.owner.person_id)


def post(client: FlaskClient, appeal: Appeal, step: str, **data: object) -> int:
    return client.post(f"/appeals/{appeal.id}/{step}", data=data).status_code


def letters() -> list[Letter]:
    return issue_all(datetime.now(UTC))


def test_owner_files_an_appeal(client: FlaskClient, scene: Scene) -> None:
    as_(client, owner(scene), Role.MANAGER)
    address = f"/appeals/new/decision/{scene.decision.id}"
    assert address in client.get("/appeals").text
    assert client.get(address).status_code == 200
    refused = client.post(address, data={"text": "Wrong."})
    assert refused.status_code == 422
    assert "Wrong." in refused.text
    sent = client.post(address, data={"grounds": ["facts", "rubric"], "text": "Wrong."})
    assert sent.status_code == 303
    page = client.get(sent.location)
    assert "Your appeal was filed." in page.text
    assert "The rubric was wrongly applied." in page.text
    assert client.get(address).status_code == 404
    with reading() as session:
        appeal = session.scalars(select(Appeal)).one()
    told = [letter for letter in letters() if appeal.receipt in letter.subject]
    assert {letter.address for letter in told} >= {owner(scene).email, scene.clerk.email}
    assert scene.office.officer.email not in {letter.address for letter in told}
    assert client.get(f"/appeals/new/nothing/{scene.decision.id}").status_code == 404


def test_everybody_sees_what_is_theirs(client: FlaskClient, scene: Scene, appeal: Appeal) -> None:
    address = f"/appeals/{appeal.id}"
    for person, role, status in (
        (scene.clerk, Role.OFFICER, 200),
        (scene.office.officer, Role.OFFICER, 403),
        (scene.office.member, Role.COMMITTEE, 403),
        (scene.office.second_member, Role.COMMITTEE, 200),
        (scene.members[0], Role.APPEALS, 404),
        (owner(scene), Role.MANAGER, 200),
    ):
        assert as_(client, person, role).get(address).status_code == status, person.name
    as_(client, scene.office.officer, Role.OFFICER)
    listed = client.get("/appeals").text
    assert appeal.receipt in listed
    assert "Alder Valley" not in listed


def test_office_admits_and_names_a_panel(client: FlaskClient, scene: Scene, appeal: Appeal) -> None:
    as_(client, scene.clerk, Role.OFFICER)
    assert post(client, appeal, "acknowledgement") == 303
    assert post(client, appeal, "acknowledgement") == 409
    assert post(client, appeal, "admissibility", admissible="no", reason="") == 422
    assert post(client, appeal, "admissibility", admissible="yes") == 303
    assert post(client, appeal, "judgement") == 403
    as_(client, scene.second_clerk, Role.OFFICER, fresh=False)
    assert "/confirm?next=" in client.get(f"/appeals/{appeal.id}").text
    assert post(client, appeal, "judgement") == 403
    as_(client, scene.second_clerk, Role.OFFICER)
    assert post(client, appeal, "admissibility/back", back_reason="") == 422
    assert post(client, appeal, "judgement") == 303
    ids = [str(person.id) for person in scene.members]
    assert post(client, appeal, "panel", members=ids[:2], writer=ids[0]) == 422
    assert post(client, appeal, "panel", members=ids[:3], writer=ids[0]) == 303
    page = client.get(f"/appeals/{appeal.id}").text
    assert "no part: can sit" in page
    assert "Piet Panel" in page
    day = (NOW + timedelta(days=90)).date()
    for reason, status in (("", 422), ("Holidays.", 303)):
        dated = {"step": "outcome", "day": [day.day, day.month, day.year], "extend_reason": reason}
        answer = client.post(f"/appeals/{appeal.id}/dates", data=dated)
        assert answer.status_code == status
    member = current_members(appeal)[0]
    removal = f"members/{member}/removal"
    assert post(client, appeal, removal, remove_reason="") == 422
    assert post(client, appeal, removal, remove_reason="Is ill.") == 303
    assert post(client, appeal, removal, remove_reason="Is ill.") == 404


def current_members(appeal: Appeal) -> list[UUID]:
    with reading() as session:
        return [member.id for member in queries.panel(session, appeal.id)]


def test_member_declares_and_only_then_reads(
    client: FlaskClient, scene: Scene, appeal: Appeal
) -> None:
    making.admitted(scene, appeal, NOW)
    making.named(scene, appeal, NOW)
    as_(client, scene.members[0], Role.APPEALS)
    before = client.get(f"/appeals/{appeal.id}").text
    assert "Private reason:" not in before
    assert "You act next" in before
    assert post(client, appeal, "notes", note="Hello.") == 404
    assert post(client, appeal, "declaration") == 303
    assert "The appeals panel acts next" in client.get(f"/appeals/{appeal.id}").text
    assert post(client, appeal, "declaration") == 409
    as_(client, scene.members[1], Role.APPEALS)
    tie = {"kinds": ["acquainted"]}
    assert post(client, appeal, "declaration", **tie) == 422
    gone = client.post(
        f"/appeals/{appeal.id}/declaration", data={**tie, "text": "We studied together."}
    )
    assert (gone.status_code, gone.location) == (303, "/appeals?done=declared")
    assert client.get(f"/appeals/{appeal.id}").status_code == 404
    as_(client, scene.members[2], Role.APPEALS)
    assert post(client, appeal, "declining", decline_reason="") == 422
    assert post(client, appeal, "declining", decline_reason="No time.") == 303


def test_panel_talks_writes_votes_and_decides(
    client: FlaskClient, scene: Scene, sits: Appeal
) -> None:
    address = f"/appeals/{sits.id}"
    writer, second, third = scene.members[:3]
    as_(client, second, Role.APPEALS)
    assert "The appeals panel acts next" in client.get(address).text  # its writer writes
    assert post(client, sits, "notes", note="Look at the visit.") == 303
    assert post(client, sits, "draft", outcome="upheld", follow="reopen", reasons="x") == 403
    as_(client, writer, Role.APPEALS)
    assert "Look at the visit." in client.get(address).text
    assert post(client, sits, "draft", outcome="dismissed", follow="reopen", reasons="x") == 422
    assert post(client, sits, "draft", outcome="upheld", follow="reopen", reasons="True.") == 303
    with reading() as session:
        draft = str(queries.ballots(session, sits.id)[-1].draft.id)
    assert draft in client.get(address).text
    assert post(client, sits, "votes", draft=draft, vote="no", dissent="") == 422
    as_(client, writer, Role.APPEALS, fresh=False)
    assert post(client, sits, "votes", draft=draft, vote="yes") == 403
    for person in (writer, second, third):
        as_(client, person, Role.APPEALS)
        assert post(client, sits, "votes", draft=draft, vote="yes") == 303
    as_(client, owner(scene), Role.MANAGER)
    page = client.get(address).text
    assert "Upheld" in page
    assert "3 of 3 members of the panel agreed." in page
    assert "Look at the visit." not in page
    assert "The office acts next" in page
    as_(client, scene.clerk, Role.OFFICER)
    page = client.get(address).text
    assert "Look at the visit." not in page
    assert "You act next" in page
    assert post(client, sits, "reopening") == 303
    with reading() as session:
        application = get_application(session, scene.application.id)
    assert application.state is State.RECOMMENDED
    assert post(client, sits, "reopening") == 409


def test_member_reads_what_was_submitted_and_others_do_not(
    client: FlaskClient, scene: Scene, sits: Appeal
) -> None:
    from labelling.applications.readers import is_reader

    with reading() as session:
        for person, reads in ((scene.members[0], True), (scene.members[3], False)):
            actor = making.panellist(person, NOW)
            assert is_reader(session, actor, scene.application.id) is reads


def test_owner_withdraws(client: FlaskClient, scene: Scene, appeal: Appeal) -> None:
    as_(client, owner(scene), Role.MANAGER)
    assert post(client, appeal, "withdrawal") == 303
    assert current(appeal).state is AppealState.WITHDRAWN
    assert post(client, appeal, "withdrawal") == 409


def test_tasks_follow_the_appeal(scene: Scene) -> None:
    def titles(actor: object) -> list[str]:
        with reading() as session:
            found: list[Task] = list(tasks(session, actor, NOW))  # type: ignore[arg-type]
        return [task.title for task in found]

    appeal = making.filed(scene, NOW)
    clerk, second = making.clerk(scene, NOW), making.second_clerk(scene, NOW)
    members: Callable[[int], object] = lambda n: making.panellist(scene.members[n], NOW)  # noqa: E731
    assert titles(clerk) == ["Acknowledge an appeal"]
    making.admitted(scene, appeal, NOW)
    assert titles(clerk) == ["Name the panel of an appeal"]
    making.named(scene, appeal, NOW)
    assert titles(clerk) == []
    assert titles(members(0)) == ["Say whether you can sit on the panel of an appeal"]
    for person in scene.members[:3]:
        making.declared(person, appeal, NOW)
    assert (titles(members(0)), titles(members(1))) == (["Write the outcome of an appeal"], [])
    making.drafted(scene, appeal, now=NOW)
    assert titles(members(1)) == ["Vote on the outcome of an appeal"]
    for person in scene.members[:3]:
        making.voted(person, appeal, now=NOW)
    assert titles(second) == ["Do what the appeal’s outcome asks for"]
    assert titles(making.panellist(scene.office.officer, NOW)) == []


@pytest.mark.parametrize(
    ("days", "said"), [(4, ""), (5, "is due on"), (7, "is due on"), (8, "is late"), (15, "")]
)
def test_reminder_goes_once_to_those_who_had_no_part(
    client: FlaskClient, days: int, said: str
) -> None:
    scene = making.refused()
    appeal = making.filed(scene)  # on a Friday: to be acknowledged by the Friday after
    Worker(in_use(), lambda _letter, _settings: None).drain(making.LATER)
    later = making.LATER + timedelta(days=days)
    for _ in range(2):
        with unit_of_work() as session:
            remind(session, later)
    found = [one for one in issue_all(later) if appeal.receipt in one.subject]
    whom = (scene.clerk, scene.second_clerk, scene.office.second_officer)
    assert sorted(one.address for one in found if said) == sorted(
        person.email for person in whom if said
    )
    assert all(said in one.subject for one in found)


def test_texts_go_24_months_after_the_end_and_the_outcome_stays(scene: Scene) -> None:
    appeal = making.sitting(scene, NOW)
    making.decided(scene, appeal, now=NOW)
    with reading() as session:
        held = export(session, scene.members[0].id)
    assert [one["agrees"] for one in held["appeal_votes"]] == [True]
    with unit_of_work() as session:
        clear_ended(session, NOW + timedelta(days=730))
    assert current(appeal).text
    with unit_of_work() as session:
        clear_ended(session, NOW + timedelta(days=731))
    row = current(appeal)
    with reading() as session:
        assert queries.notes(session, appeal.id) == []
        [ballot] = queries.ballots(session, appeal.id)
    assert (row.text, row.reasons, ballot.draft.reasons) == ("", "", "")
    assert (row.outcome is not None, len(ballot.votes)) == (True, 3)
