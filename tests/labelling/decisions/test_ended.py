"""Complaints and appeals that ended stay within reach, a page at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from labelling.core.access import PUBLIC, Role
from labelling.core.database import unit_of_work
from labelling.decisions.appeals import queries as appeals
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.complaints import actions as complaints
from labelling.decisions.complaints import queries
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.models import Complaint, ComplaintState, Concern
from labelling.decisions.receipts import new_key
from tests.labelling.decisions.appeals import making
from tests.labelling.people.making import make_person, sign_in

NOW = datetime.now(UTC) - timedelta(minutes=5)


def _ended_complaint(number: int) -> str:
    told = Told(concern=Concern.HOLDER, text="They use the mark.")
    with unit_of_work() as session:
        made = complaints.make_complaint(
            session, actor=PUBLIC, told=told, key=new_key(), language="en",
            now=NOW - timedelta(days=number),
        )  # fmt: skip
        session.get_one(Complaint, made.id).state = ComplaintState.INADMISSIBLE
        return made.receipt


def test_complaints_that_ended_are_paged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "ENDED_SHOWN", 2)
    receipts = [_ended_complaint(number) for number in range(3)]
    sign_in(client, make_person("Clara Clerk", roles=[Role.OFFICER]))
    first = client.get("/office/complaints").text
    assert [receipt in first for receipt in receipts] == [True, True, False]
    assert 'rel="next" href="/office/complaints?page=2"' in first
    second = client.get("/office/complaints?page=2").text
    assert [receipt in second for receipt in receipts] == [False, False, True]


def test_appeals_that_ended_are_paged(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appeals, "ENDED_SHOWN", 1)
    receipts = []
    for number in (2, 1):
        scene = making.refused(NOW - timedelta(days=number))
        appeal = making.filed(scene, NOW - timedelta(days=number))
        with unit_of_work() as session:
            session.get_one(Appeal, appeal.id).state = AppealState.WITHDRAWN
        receipts.append(appeal.receipt)
    sign_in(client, scene.clerk)
    newest = client.get("/appeals").text
    assert [receipt in newest for receipt in receipts] == [False, True]
    assert 'rel="next" href="/appeals?page=2"' in newest
    older = client.get("/appeals?page=2").text
    assert [receipt in older for receipt in receipts] == [True, False]
