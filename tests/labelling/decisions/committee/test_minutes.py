"""Minutes say what was recorded, with the dissents, and never change."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from labelling.core import files
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotNow
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.jobs import print_minutes
from labelling.decisions.committee.models import Minutes, SittingItem
from labelling.decisions.committee.personal_data import sittings_of
from labelling.decisions.committee.record import read_back, sealed
from labelling.decisions.committee.showing import shown_minutes
from labelling.decisions.models import Decision
from labelling.people.models import Person
from tests.labelling.decisions.committee.making import (
    AGAINST,
    FOR,
    REASON,
    Committee,
    all_vote,
    approved,
    attended,
    bind,
    closed,
    opened,
    sits,
)
from tests.labelling.decisions.making import NOW


def dissent(item: SittingItem, person: Person, reason: str) -> None:
    with unit_of_work() as session:
        actions.put_dissent(session, actor=sits(person), item_id=item.id, reason=reason, now=NOW)


def test_minutes_say_what_was_recorded_and_never_change(
    committee: Committee, decision: Decision
) -> None:
    bind(committee, decision, committee.members[3])
    sitting, (item,) = opened(committee, decision, present=committee.members[:3])
    attended(committee, sitting, committee.members[:3], observers="A guest")
    all_vote(committee, item, FOR, FOR, AGAINST)
    closed(committee, item)
    dissent(item, committee.members[2], "The visit was too short.")
    with unit_of_work() as session:
        actions.write_remarks(
            session, actor=committee.officer(), sitting_id=sitting.id, remarks="By noon.", now=NOW
        )
    minutes = approved(committee, sitting)
    said = read_back(minutes)
    assert (said["number"], said["observers"], said["remarks"]) == (1, "A guest", "By noon.")
    assert [one["attended"] for one in said["members"]].count(True) == 3
    (about,) = said["items"]
    one, two, three, four = (str(person.id) for person in committee.members)
    assert about["organisation"] == "Alder Valley Mobility Cluster"
    assert about["result"] == "carried"
    assert about["dissents"] == [{"person": three, "reason": "The visit was too short."}]
    assert [row["person"] for row in about["recused"]] == [four]
    with reading() as session:
        (shown,) = shown_minutes(session, said).items
    assert shown.recused == (("Member 4", "Bound up with the organisation."),)
    assert {row["person"]: row["choice"] for row in about["votes"]} == {
        one: "for",
        two: "for",
        three: "against",
    }
    assert sealed(said) == (minutes.content, minutes.sha256)
    for change in (
        lambda: attended(committee, sitting),
        lambda: dissent(item, committee.members[2], "Another."),
        lambda: approved(committee, sitting),
    ):
        with pytest.raises(NotNow, match="approved"):
            change()
    with pytest.raises(DatabaseError, match="keeps what was written"), unit_of_work() as session:
        session.execute(update(Minutes).values(content="{}"))


def test_minutes_wait_until_every_vote_is_closed(committee: Committee, decision: Decision) -> None:
    sitting, (item,) = opened(committee, decision)
    with pytest.raises(NotNow, match="Close every vote first"):
        approved(committee, sitting)
    with pytest.raises(NotNow, match="has voted"):
        dissent(item, committee.chair, "Too early.")


def test_dissent_can_be_taken_back_until_then(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST)
    for reason in ("Too short.", ""):
        dissent(item, committee.members[2], reason)
    with reading() as session:
        assert queries.dissents(session, [item]) == {item.id: {}}


def test_minutes_are_printed_once_and_can_be_read_by_machines(
    committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    minutes = approved(committee, sitting)
    for _ in range(2):
        print_minutes({"minutes": str(minutes.id)}, NOW)
    with reading() as session:
        row = queries.find_printed(session, minutes.id)
    assert row is not None
    text = PdfReader(BytesIO(files.store().get(row.sha256))).pages[0].extract_text()
    for words in ("Alder Valley Mobility Cluster", "Carried", "Carla Committee", REASON[:20]):
        assert words in text


def test_personal_data_tells_what_a_member_did_in_sittings(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST)
    dissent(item, committee.members[2], "Too short a visit.")
    with reading() as session:
        (told,) = sittings_of(session, committee.members[2].id)
        assert sittings_of(session, committee.office.officer.id) == []
    assert told == {
        "sitting": "cluster-excellence 1",
        "day": NOW.date().isoformat(),
        "reply": None,
        "attended": True,
        "votes": [{"at": NOW.isoformat(), "vote": "against"}],
        "dissents": ["Too short a visit."],
        "stayed_out": [],
    }
