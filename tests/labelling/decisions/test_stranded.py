"""Cases with which nobody can deal: administrators are told, by receipt alone, and only then."""

from datetime import date

import pytest
from flask import Flask

from labelling.core.access import PUBLIC, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter
from labelling.decisions.appeals import actions as appeals
from labelling.decisions.complaints import actions as complaints
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.models import Concern
from labelling.decisions.receipts import new_key
from labelling.decisions.stranded import Stranded, stranded, tasks, tell_administrators
from labelling.people.models import Person, RoleGrant
from tests.labelling.acting import actor_for
from tests.labelling.decisions.appeals.making import LATER, Scene, clerk, filed, refused
from tests.labelling.decisions.making import issue_all
from tests.labelling.people.making import make_person


@pytest.fixture
def administrator(app: Flask) -> Person:
    """Return an administrator."""
    assert app.extensions["settings"]
    return make_person("Adele Admin", roles=[Role.ADMINISTRATOR])


def _without_roles(*people: Person) -> None:
    """Take from these people every role that they hold."""
    with unit_of_work() as session:
        for person in people:
            session.query(RoleGrant).filter_by(person_id=person.id).delete()


def _found() -> list[Stranded]:
    with reading() as session:
        return stranded(session, LATER)


def _bystanders(scene: Scene) -> tuple[Person, ...]:
    """Return the officers and committee members, but the clerk, who had no part in the case."""
    return scene.second_clerk, scene.office.second_officer, scene.office.second_member


def _mails() -> list[Letter]:
    with unit_of_work() as session:
        tell_administrators(session, LATER)
    return issue_all(LATER)


def test_an_appeal_that_officers_can_handle_is_not_stranded(administrator: Person) -> None:
    filed(refused())
    assert _found() == []
    assert administrator.email not in {letter.address for letter in _mails()}


def test_an_appeal_in_which_every_officer_had_a_part_is_told_to_administrators(
    administrator: Person,
) -> None:
    scene = refused()
    _without_roles(scene.clerk, *_bystanders(scene))
    appeal = filed(scene)
    assert _found() == [Stranded(appeal.receipt, "filed", Role.OFFICER, date(2026, 6, 5))]
    with reading() as session:
        acting = actor_for(administrator, Role.ADMINISTRATOR)
        [task] = tasks(session, acting, LATER)
        assert list(tasks(session, actor_for(scene.office.officer, Role.OFFICER), LATER)) == []
    assert (task.title, task.address, task.due) == (
        f"Appoint somebody: nobody can deal with {appeal.receipt}",
        "/people",
        date(2026, 6, 5),
    )
    told = [letter for letter in _mails() if letter.address == administrator.email]
    assert [letter.subject for letter in told] == [
        f"Nobody can deal with {appeal.receipt}: appoint somebody"
    ]
    assert scene.application.reference not in told[0].body
    assert [one for one in _mails() if one.address == administrator.email] == []  # once a step


@pytest.mark.usefixtures("app")
def test_a_proposal_without_a_second_person_is_stranded() -> None:
    scene = refused()
    appeal = filed(scene)
    with unit_of_work() as session:
        appeals.acknowledge_appeal(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
    with unit_of_work() as session:
        appeals.propose_admissibility(
            session,
            actor=clerk(scene),
            appeal_id=appeal.id,
            admissible=True,
            reason="",
            now=LATER,
        )
    assert _found() == []
    _without_roles(*_bystanders(scene))
    assert [(one.receipt, one.state) for one in _found()] == [(appeal.receipt, "proposed")]


def test_a_complaint_about_the_office_is_stranded_where_nobody_sits_on_panels(
    administrator: Person,
) -> None:
    make_person("Clara Clerk", roles=[Role.OFFICER])
    with unit_of_work() as session:
        complaint = complaints.make_complaint(
            session,
            actor=PUBLIC,
            told=Told(concern=Concern.OFFICE, text="Nobody answers."),
            key=new_key(),
            language="en",
            now=LATER,
        )
    assert [(one.receipt, one.role) for one in _found()] == [(complaint.receipt, Role.APPEALS)]
    [letter] = [one for one in _mails() if one.address == administrator.email]
    assert "“Appeals panel member”" in letter.body
    make_person("Paula Panel", roles=[Role.APPEALS])
    assert _found() == []
