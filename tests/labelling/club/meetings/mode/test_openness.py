"""`club-open`: figures with names among those who agreed before the day, in the meeting only."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from benchmarking.disclosure.naming import exposes
from labelling.club.meetings.mode import opening, queries, texts
from labelling.club.meetings.mode.actions.agreeing import agree_to_open, take_agreement_back
from labelling.club.meetings.mode.actions.choosing import offer_openness
from labelling.club.meetings.mode.actions.leading import open_meeting
from labelling.club.meetings.mode.live import Live, live
from labelling.club.meetings.mode.models import OpenAgreement, OpenFigure
from labelling.club.results import gate
from labelling.club.results.known import named_values, sights
from labelling.core.access import Actor
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.club.meetings.mode.making import CODES, NOW, Held, plan

BEFORE = NOW - timedelta(days=2)
SHOWN = "A01"
TRIO, OUT = (2, 7, 10), 8  # members whose figures may be open, and one that did not agree


@pytest.fixture
def offered(database: Database) -> Held:
    """Return a planned meeting in which one indicator is asked to be opened; all take part."""
    assert database is not None
    held = plan(seats=24)
    held.choose()
    with unit_of_work() as session:
        offer_openness(
            session, actor=held.chair, meeting_id=held.meeting_id, codes=[SHOWN], now=BEFORE
        )
    return held


def agree(held: Held, at: int, now: datetime = BEFORE) -> OpenAgreement:
    with unit_of_work() as session:
        return agree_to_open(session, actor=held.member(at)[0], meeting_id=held.meeting_id, now=now)


def start(held: Held) -> None:
    judged = held.judged()
    with unit_of_work() as session:
        open_meeting(session, actor=held.chair, judged=judged, now=NOW)
    held.step(CODES.index(SHOWN) + 1, expected=0)


def sees(held: Held, actor: Actor) -> Live:
    with reading() as session:
        room = queries.room_for(session, actor, held.meeting_id, NOW)
        return live(session, actor, room, "follow", NOW)


def test_agreement_is_on_record_with_text_indicators_person_and_day(offered: Held) -> None:
    row = agree(offered, 0)
    actor, membership_id = offered.member(0)
    assert (row.membership_id, row.agreed_by, row.agreed_at) == (
        membership_id,
        actor.person_id,
        BEFORE,
    )
    assert (row.indicators, row.text_version) == ([SHOWN], texts.OPENNESS_VERSION)
    assert row.text_sha256 == texts.fingerprint(texts.OPENNESS)
    with reading() as session:
        last = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq.desc()).limit(1))
        assert last.one() == "openness.agreed"


def test_those_who_agreed_see_each_other_and_nobody_else_does(offered: Held) -> None:
    for at in TRIO:
        agree(offered, at)
    start(offered)
    names = {
        at: {one.name for one in sees(offered, offered.member(at)[0]).opened} for at in (*TRIO, OUT)
    }
    firms = {at: offered.world.simulated.members[at].name for at in TRIO}
    assert names == {
        one: {firm for at, firm in firms.items() if at != one} if one != OUT else set()
        for one in (*TRIO, OUT)
    }
    assert [sees(offered, offered.member(at)[0]).shut for at in (*TRIO, OUT)] == [False] * 4
    assert sees(offered, offered.guest).opened == ()
    with reading() as session:
        room = queries.room_for(session, offered.chair, offered.meeting_id, NOW)
        assert live(session, offered.chair, room, "projector", NOW).opened == ()
        assert live(session, offered.chair, room, "chair", NOW).opened == ()


def test_taking_it_back_hides_at_once_both_ways(offered: Held) -> None:
    for at in TRIO:
        agree(offered, at)
    start(offered)
    with unit_of_work() as session:
        take_agreement_back(
            session, actor=offered.member(TRIO[1])[0], meeting_id=offered.meeting_id, now=NOW
        )
    assert sees(offered, offered.member(TRIO[1])[0]).opened == ()
    assert len(sees(offered, offered.member(TRIO[0])[0]).opened) == 1
    with pytest.raises(NotNow), unit_of_work() as session:
        take_agreement_back(
            session, actor=offered.member(TRIO[1])[0], meeting_id=offered.meeting_id, now=NOW
        )


def test_other_slides_and_a_closed_meeting_open_nothing(offered: Held) -> None:
    for at in TRIO[:2]:
        agree(offered, at)
    start(offered)
    assert len(sees(offered, offered.member(TRIO[0])[0]).opened) == 1
    offered.step(2, expected=1)
    assert sees(offered, offered.member(TRIO[0])[0]).opened == ()
    offered.close()
    assert sees(offered, offered.member(TRIO[0])[0]).opened == ()


def test_what_was_open_stays_known_to_the_gate(offered: Held) -> None:
    for at in TRIO[:2]:
        agree(offered, at)
    start(offered)
    with reading() as session:
        known = {one.member for one in named_values(session, offered.world.club_id)}
        rows = list(session.scalars(select(OpenFigure)))
    assert known == {str(offered.member(at)[1]) for at in TRIO[:2]}
    assert {row.indicator for row in rows} == {SHOWN}


def test_figures_that_would_tell_others_stay_closed(offered: Held) -> None:
    """All but two agree: their sum would be left, so some of the others are not opened."""
    for at in range(22):
        agree(offered, at)
    judged = offered.judged()
    assert 2 <= len(judged.opened) < 20
    start(offered)
    with reading() as session:
        room = queries.room_for(session, offered.chair, offered.meeting_id, NOW)
        published = [gate.read(one) for one in gate.releases_of(session, room.club.id)]
        known = named_values(session, room.club.id)
        world = opening.world_of(session, room.club, room.round, published)
    assert len(known) == len(judged.opened)
    assert not exposes(list(sights(published)), known, world)


def test_without_the_check_all_would_be_open(
    offered: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(22):
        agree(offered, at)
    monkeypatch.setattr(opening, "exposes", lambda *_: False)
    assert len(offered.judged().opened) >= 20


def test_indicator_of_which_nobody_may_be_open_stays_shut(
    offered: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in TRIO[:2]:
        agree(offered, at)
    monkeypatch.setattr(opening, "exposes", lambda *_: True)
    judged = offered.judged()
    assert (judged.opened, judged.closed) == ((), (SHOWN,))


def test_one_alone_opens_nothing_and_is_told_so(offered: Held) -> None:
    agree(offered, 0)
    assert offered.judged().opened == ()
    start(offered)
    assert [sees(offered, offered.member(at)[0]).shut for at in (0, OUT)] == [True, False]
    offered.step(2, expected=1)
    assert not sees(offered, offered.member(0)[0]).shut


def test_it_is_agreed_once_and_before_the_day(offered: Held) -> None:
    agree(offered, 0)
    with pytest.raises(NotNow):
        agree(offered, 0)
    with pytest.raises(NotNow):
        agree(offered, 2, NOW)


def test_agreement_that_changes_after_judging_is_a_conflict(offered: Held) -> None:
    for at in TRIO[:2]:
        agree(offered, at)
    judged = offered.judged()
    agree(offered, 4)
    with pytest.raises(Conflict), unit_of_work() as session:
        open_meeting(session, actor=offered.chair, judged=judged, now=NOW)


def test_only_who_answers_for_a_member_agrees(offered: Held) -> None:
    for actor, refused in (
        (offered.guest, NotAllowed),
        (offered.officer, NotAllowed),
        (Actor(), NotFound),
    ):
        with pytest.raises(refused), unit_of_work() as session:
            agree_to_open(session, actor=actor, meeting_id=offered.meeting_id, now=BEFORE)


def test_nothing_is_agreed_where_nothing_is_asked(planned: Held) -> None:
    with pytest.raises(NotFound):
        agree(planned, 0)


def test_only_indicators_of_the_slides_are_offered(offered: Held) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work() as session:
        offer_openness(
            session, actor=offered.chair, meeting_id=offered.meeting_id, codes=["C03"], now=BEFORE
        )
    assert refusal.value.field == "open"
