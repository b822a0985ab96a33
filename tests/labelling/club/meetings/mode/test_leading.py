"""The chair chooses, opens, steps and closes; slides are one release of the ledger."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from benchmarking.disclosure.policy import CLUB_2026, Policy
from labelling.club import queries as club
from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.actions.choosing import Worded, word_slides
from labelling.club.meetings.mode.actions.leading import judge_slides, open_meeting
from labelling.club.meetings.mode.deck import deck_of
from labelling.club.meetings.mode.questions import MOST_WORDS, words_in
from labelling.club.meetings.models import Meeting, MeetingState
from labelling.club.models import ClubRound, ReleaseKind, RoundState
from labelling.club.results import gate
from labelling.core.access import Actor
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.club.meetings.mode.making import CODES, NOW, Held, plan
from tests.labelling.club.results.releasing import release


def verbs(last: int) -> list[str]:
    with reading() as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(last))
        return [one.verb for one in found][::-1]


def meeting_of(held: Held) -> Meeting:
    with reading() as session:
        return session.get_one(Meeting, held.meeting_id)


def test_chosen_slides_get_questions_of_the_published_figures(planned: Held) -> None:
    planned.choose()
    with reading() as session:
        rows = queries.slides_of(session, planned.meeting_id)
        set_ = club.round_set(session, session.get_one(ClubRound, planned.world.round_id))
    assert [one.indicator for one in rows] == list(CODES)
    assert all("?" in one.question for one in rows)
    assert all(
        words_in(one.question) + words_in(set_.indicators[one.indicator].name) <= MOST_WORDS
        for one in rows
    )
    assert verbs(1) == ["slides.chosen"]


@pytest.mark.parametrize(
    "codes", [CODES[:5], (*CODES, "C03", "A04", "B02"), (*CODES, "Z99")], ids=len
)
def test_six_to_eight_indicators_of_the_round_are_chosen(
    planned: Held, codes: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as refusal:
        planned.choose(codes)
    assert refusal.value.field == "indicators"


def test_choosing_again_keeps_the_questions_that_stay(planned: Held) -> None:
    planned.choose()
    word(planned, {"A07": Worded(1, "Who is active, and why?", "Ask Alder first.")})
    planned.choose((*CODES[1:], "C03"))
    with reading() as session:
        rows = {one.indicator: one for one in queries.slides_of(session, planned.meeting_id)}
    assert sorted(rows) == sorted((*CODES[1:], "C03"))
    assert rows["A07"].question == "Who is active, and why?"
    assert (rows["A07"].position, rows["A07"].notes) == (1, "Ask Alder first.")


def word(held: Held, worded: dict[str, Worded]) -> None:
    with unit_of_work() as session:
        word_slides(session, actor=held.chair, meeting_id=held.meeting_id, worded=worded, now=NOW)


@pytest.mark.parametrize("question", ["", "word " * 25])
def test_question_is_there_and_fits_a_slide(planned: Held, question: str) -> None:
    planned.choose()
    with pytest.raises(Invalid) as refusal:
        word(planned, {"A07": Worded(1, question.strip(), "")})
    assert refusal.value.field == "question-A07"


def test_opening_records_one_release_and_the_round_follows(planned: Held) -> None:
    planned.open()
    with reading() as session:
        rows = gate.releases_of(session, planned.world.club_id)
        round_ = session.get_one(ClubRound, planned.world.round_id)
    meeting = meeting_of(planned)
    assert [one.kind for one in rows] == [ReleaseKind.DRAFT, ReleaseKind.SLIDES]
    assert {place.indicator for place, _ in gate.read(rows[1]).shown} == set(CODES)
    assert (meeting.state, meeting.slide, meeting.opened_at) == (MeetingState.OPEN, 0, NOW)
    assert round_.state is RoundState.MEETING
    assert verbs(3) == ["results.released", "round.moved", "meeting.opened"]


def test_slides_show_what_the_draft_showed(held: Held) -> None:
    with reading() as session:
        meeting = session.get_one(Meeting, held.meeting_id)
        round_ = session.get_one(ClubRound, held.world.round_id)
        deck = deck_of(session, meeting, round_)
        (draft, _slides) = map(gate.read, gate.releases_of(session, held.world.club_id))
    assert [one.number for one in deck.slides] == [1, 2, 3, 4, 5, 6]
    for slide in deck.slides:
        before = draft.shown[slide.standing.place, "*"].figures
        assert slide.standing.get("median") == before.shown["median"]


def test_protected_indicator_is_left_out_and_named_to_the_chair(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only four members have an indicator: nothing of it is shown, and numbers close the gap."""
    planned = plan(members=8)
    assert database is not None
    planned.choose()
    strict = Policy("club-2026", few=8)
    monkeypatch.setattr(gate, "policy_of", lambda _club: strict)
    judged = planned.judged()
    hidden = {one.code for one in judged.deck.protected}
    assert hidden
    assert {one.indicator.code for one in judged.deck.slides} == set(CODES) - hidden
    assert [one.number for one in judged.deck.slides] == list(range(1, 7 - len(hidden)))


def test_without_any_slide_that_can_be_shown_nothing_opens(
    planned: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned.choose()
    monkeypatch.setattr(gate, "policy_of", lambda _club: Policy("club-2026", few=100))
    judged = planned.judged()
    with pytest.raises(NotNow), unit_of_work() as session:
        open_meeting(session, actor=planned.chair, judged=judged, now=NOW)
    assert meeting_of(planned).state is MeetingState.PLANNED


def test_before_results_are_out_nothing_opens(database: Database) -> None:
    assert database is not None
    planned = plan(members=8, released=False)
    planned.choose()
    with pytest.raises(NotNow):
        planned.judged()


def test_without_slides_nothing_opens(planned: Held) -> None:
    with pytest.raises(NotNow):
        planned.judged()


def test_a_release_in_between_is_a_conflict(planned: Held) -> None:
    planned.choose()
    judged = planned.judged()
    with unit_of_work() as session:
        session.execute(
            update(ClubRound)
            .where(ClubRound.id == planned.world.round_id)
            .values(state=RoundState.MEETING)
        )
    release(planned.world)
    with pytest.raises(Conflict), unit_of_work() as session:
        open_meeting(session, actor=planned.chair, judged=judged, now=NOW)


def test_slides_changed_in_between_are_a_conflict(planned: Held) -> None:
    planned.choose()
    judged = planned.judged()
    planned.choose((*CODES[1:], "C03"))
    with pytest.raises(Conflict), unit_of_work() as session:
        open_meeting(session, actor=planned.chair, judged=judged, now=NOW)


def test_a_meeting_opens_once_and_its_slides_stay(held: Held) -> None:
    judged = held.judged()
    with pytest.raises(NotNow), unit_of_work() as session:
        open_meeting(session, actor=held.chair, judged=judged, now=NOW)
    with pytest.raises(NotNow):
        held.choose()


def test_chair_steps_and_stops_at_the_ends(held: Held) -> None:
    assert held.step(2) == 2
    assert held.step(99, expected=2) == 6
    assert held.step(0, expected=6) == 0


def test_two_screens_of_the_chair_do_not_fight(held: Held) -> None:
    assert held.step(2, expected=1) == 2
    with pytest.raises(Conflict):
        held.step(2, expected=1)
    assert meeting_of(held).slide == 2


def test_closing_is_on_record_and_final(held: Held) -> None:
    held.close()
    meeting = meeting_of(held)
    assert (meeting.state, meeting.slide, meeting.closed_at) == (MeetingState.CLOSED, None, NOW)
    assert verbs(1) == ["meeting.closed"]
    with pytest.raises(NotNow):
        held.step(2, expected=1)
    with pytest.raises(NotNow):
        held.close()


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (lambda held: held.member(1)[0], NotAllowed),
        (lambda held: held.guest, NotAllowed),
        (lambda held: held.member(9)[0], NotAllowed),
        (lambda _held: Actor(), NotFound),
    ],
    ids=["member", "guest", "member elsewhere", "public"],
)
def test_only_chair_and_office_lead(
    planned: Held, who: Callable[[Held], Actor], refused: type[Exception]
) -> None:
    planned.choose()
    with pytest.raises(refused), reading() as session:
        judge_slides(session, actor=who(planned), meeting_id=planned.meeting_id, now=NOW)
    with reading() as session:
        judge_slides(session, actor=planned.officer, meeting_id=planned.meeting_id, now=NOW)


def test_rules_in_use_are_the_clubs() -> None:
    assert gate.CLUB_POLICY == CLUB_2026
