"""Appeals and complaints: lists, tasks and reminders ask as often for several cases as for one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from labelling.core.access import PUBLIC, Role
from labelling.core.database import installed, reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.outbox import ticks
from labelling.decisions.appeals import tasks as appeal_tasks
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal, AppealDraft
from labelling.decisions.appeals.words import Follow, Outcome
from labelling.decisions.complaints import actions as complaints
from labelling.decisions.complaints import tasks as complaint_tasks
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.models import Concern
from labelling.decisions.receipts import new_key
from labelling.decisions.stranded import stranded
from labelling.people.models import Person
from labelling.reviews.models import Outcome as Award
from tests.labelling.decisions import making
from tests.labelling.decisions.appeals.making import (
    bystanders,
    filed_about,
    owner_of,
)
from tests.labelling.decisions.making import Office, acting, make_office
from tests.labelling.people.making import sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)
MOST = 32
_numbers = count(1)


class Town:
    """Two officers and members of the appeals panels without a part, and cases of others."""

    def __init__(self) -> None:
        self.office: Office = make_office()
        self.clerk, self.second_clerk, self.members = bystanders(NOW)

    def person(self, role: Role) -> Person:
        """Return somebody without a part who holds a role."""
        return self.clerk if role is Role.OFFICER else self.members[0]

    def add_cases(self) -> None:
        """Add an appeal in every state that waits for somebody, and complaints about holders."""
        for state in (
            AppealState.FILED,
            AppealState.PROPOSED,
            AppealState.ADMITTED,
            AppealState.SITTING,
            AppealState.DECIDED,
        ):
            appeal = self._appeal(f"{state.value} {next(_numbers)}")
            with unit_of_work() as session:
                self._bring_to(session, session.get_one(Appeal, appeal.id), state)
        held = making.label(self.office, name=f"Held {next(_numbers)}", now=NOW)
        for concern in (Concern.HOLDER, Concern.OFFICE):
            told = Told(concern=concern, text="They use the mark.", number=held.number)
            with unit_of_work() as session:
                complaints.make_complaint(
                    session, actor=PUBLIC, told=told, key=new_key(), language="en", now=NOW
                )

    def _appeal(self, name: str) -> Appeal:
        application = making.recommended(
            percent=45, outcome=Award.NOT_AWARDED, level="bronze", name=name, now=NOW
        )
        decision = making.decided(self.office, application, outcome=Award.NOT_AWARDED, now=NOW)
        return filed_about(decision, owner_of(application.organisation_id), NOW)

    def _bring_to(self, session: Session, appeal: Appeal, state: AppealState) -> None:
        appeal.state, appeal.state_since = state, NOW
        if state is AppealState.PROPOSED:
            appeal.proposed_by = self.second_clerk.id
        if state is AppealState.SITTING:
            session.add(
                AppealDraft(
                    appeal_id=appeal.id,
                    number=1,
                    outcome=Outcome.DISMISSED,
                    follow=Follow.NOTHING,
                    reasons="The report was read.",
                    written_at=NOW,
                    written_by=self.members[0].id,
                )
            )
        if state is AppealState.DECIDED:
            appeal.outcome, appeal.follow, appeal.decided_at = (
                Outcome.UPHELD,
                Follow.REOPEN,
                NOW,
            )


@pytest.fixture
def town(app: Flask) -> Town:
    """Return people without a part, in a town with one case of each kind."""
    assert app.extensions["settings"]
    made = Town()
    made.add_cases()
    return made


@pytest.fixture
def said(app: Flask) -> Iterator[list[str]]:
    """Return what the database is asked while a test runs."""
    statements: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    engine = installed().engine
    event.listen(engine, "before_cursor_execute", listen)
    yield statements
    event.remove(engine, "before_cursor_execute", listen)


def _grows(town: Town, said: list[str], ask: Callable[[], object]) -> tuple[int, int]:
    """Return how many statements a question takes for one case of each kind, and for three."""
    counted = []
    for _ in range(2):
        ask()  # the first time fills what is kept
        said.clear()
        ask()
        counted.append(len(said))
        town.add_cases()
        town.add_cases()
    return counted[0], counted[1]


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("/appeals", Role.OFFICER),
        ("/appeals", Role.APPEALS),
        ("/office/complaints", Role.OFFICER),
        ("/office/complaints", Role.APPEALS),
    ],
)
def test_list_asks_as_often_for_several_cases(
    client: FlaskClient, town: Town, said: list[str], address: str, role: Role
) -> None:
    sign_in(client, town.person(role), role)

    def ask() -> None:
        assert client.get(address).status_code == 200

    one, three = _grows(town, said, ask)
    assert (three, one <= MOST) == (one, True)


@pytest.mark.parametrize("offer", [appeal_tasks.tasks, complaint_tasks.tasks])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPEALS])
def test_tasks_ask_as_often_for_several_cases(
    town: Town, said: list[str], offer: Callable[..., Iterator[Task]], role: Role
) -> None:
    actor = acting(town.person(role), role, now=NOW)

    def ask() -> None:
        with reading() as session:
            list(offer(session, actor, NOW))

    one, three = _grows(town, said, ask)
    assert (three, one <= MOST) == (one, True)


def test_cases_that_nobody_can_deal_with_are_found_in_a_few_statements(
    town: Town, said: list[str]
) -> None:
    def ask() -> None:
        with reading() as session:
            stranded(session, NOW)

    one, three = _grows(town, said, ask)
    assert (three, one <= MOST) == (one, True)


def test_panels_are_kept_uninvolved_in_a_few_statements(town: Town, said: list[str]) -> None:
    [keep] = [tick for tick in ticks() if tick.__name__ == "keep_uninvolved"]

    def ask() -> None:
        with unit_of_work() as session:
            keep(session, NOW)

    one, three = _grows(town, said, ask)
    assert (three, one <= MOST) == (one, True)
