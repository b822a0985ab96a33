"""A name is shown with consent, taken back at once, ends with the meeting, and tells of nobody."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.actions import naming
from labelling.club.meetings.mode.actions.naming import (
    give_consent,
    judge_naming,
    withdraw_consent,
)
from labelling.club.meetings.mode.live import live
from labelling.club.meetings.mode.models import NamingConsent
from labelling.club.models import Membership
from labelling.club.results import gate
from labelling.club.results.actions import prepare_results, release_results
from labelling.club.results.known import named_values, names_shown, sights
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, NotAllowed, NotFound, NotNow
from tests.benchmarking.disclosure.attacker import Attacker
from tests.labelling.acting import actor_for
from tests.labelling.club.meetings.mode.making import CODES, NOW, Held, plan
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import add_person

FREE = (0, "A02")  # a member and an indicator that may be named
CLOSE = (0, "A07")  # one of which too much would follow


def standing(held: Held) -> list[tuple[str, str]]:
    with reading() as session:
        return [
            (row.indicator, name) for row, name in queries.names_standing(session, held.meeting_id)
        ]


def name_of(held: Held, at: int) -> str:
    with reading() as session:
        return session.get_one(Membership, held.member(at)[1]).firm


def test_name_is_shown_and_taken_back(held: Held) -> None:
    row = held.give(*FREE)
    assert standing(held) == [("A02", name_of(held, 0))]
    assert (row.given_by, row.text_version) == (held.member(0)[0].person_id, 1)
    with unit_of_work() as session:
        withdraw_consent(
            session, actor=held.member(0)[0], meeting_id=held.meeting_id, code="A02", now=NOW
        )
    assert standing(held) == []
    with reading() as session:
        kept = session.scalars(select(NamingConsent)).one()
        last = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq.desc()).limit(2))
        assert list(last) == ["naming.withdrawn", "naming.given"]
    assert (kept.withdrawn_at, kept.withdrawn_by) == (NOW, held.member(0)[0].person_id)


def test_name_expires_with_the_meeting(held: Held) -> None:
    held.give(*FREE)
    held.close()
    with reading() as session:
        kept = session.scalars(select(NamingConsent)).one()
        last = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq.desc()).limit(2))
        assert list(last) == ["naming.expired", "meeting.closed"]
    assert (kept.expired_at, kept.withdrawn_at) == (NOW, None)
    assert standing(held) == []


def test_name_is_given_once_and_again_after_it_was_taken_back(held: Held) -> None:
    held.give(*FREE)
    with pytest.raises(NotNow):
        held.give(*FREE)
    actor = held.member(0)[0]
    with unit_of_work() as session:
        withdraw_consent(session, actor=actor, meeting_id=held.meeting_id, code="A02", now=NOW)
    with pytest.raises(NotNow), unit_of_work() as session:
        withdraw_consent(session, actor=actor, meeting_id=held.meeting_id, code="A02", now=NOW)
    held.give(*FREE)
    assert len(standing(held)) == 1


def test_name_that_would_tell_of_others_is_protected(held: Held) -> None:
    with pytest.raises(NotNow) as refusal:
        held.give(*CLOSE)
    assert refusal.value.sentence == str(naming.PROTECTED)


def test_estimate_is_not_shown_with_a_name(held: Held) -> None:
    with pytest.raises(NotNow) as refusal:
        held.give(1, "A07")
    assert "counts" in refusal.value.sentence


def test_indicator_that_is_on_no_slide_is_not_there(held: Held) -> None:
    with pytest.raises(NotFound):
        held.give(0, "C03")


def test_before_and_after_the_meeting_no_name_is_shown(planned: Held) -> None:
    planned.choose()
    with pytest.raises(NotNow):
        planned.give(*FREE)
    planned.open()
    planned.close()
    with pytest.raises(NotNow):
        planned.give(*FREE)


def test_release_judged_before_a_name_was_shown_is_not_recorded(held: Held) -> None:
    """Who saw the name knows the value: what is published after it is judged with it."""
    with reading() as session:
        judged = prepare_results(
            session,
            actor=held.officer,
            round_id=held.world.round_id,
            dimension="governance",
            now=NOW,
        )
    held.give(*FREE)
    with pytest.raises(Conflict), unit_of_work() as session:
        release_results(session, actor=held.officer, prepared=judged, now=NOW)
    release(held.world, dimension="governance")


def test_only_a_participant_who_answers_for_a_member_gives(held: Held) -> None:
    for actor, refused in (
        (held.guest, NotAllowed),
        (held.officer, NotAllowed),
        (held.member(9)[0], NotAllowed),
        (Actor(), NotFound),
    ):
        with pytest.raises(refused), reading() as session:
            judge_naming(session, actor=actor, meeting_id=held.meeting_id, code="A02", now=NOW)


def test_another_name_in_between_asks_again(held: Held) -> None:
    with reading() as session:
        judged = judge_naming(
            session, actor=held.member(0)[0], meeting_id=held.meeting_id, code="A02", now=NOW
        )
    held.give(2, "A02")
    with pytest.raises(Conflict), unit_of_work() as session:
        give_consent(session, actor=held.member(0)[0], judged=judged, now=NOW)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        give_consent(session, actor=held.member(3)[0], judged=judged, now=NOW)


def test_what_was_taken_back_stays_known_to_the_gate(held: Held) -> None:
    held.give(*FREE)
    with unit_of_work() as session:
        withdraw_consent(
            session, actor=held.member(0)[0], meeting_id=held.meeting_id, code="A02", now=NOW
        )
    with reading() as session:
        known = named_values(session, held.world.club_id)
        published = [gate.read(one) for one in gate.releases_of(session, held.world.club_id)]
        names = names_shown(session, held.world.club_id, published)
    assert {(one.place.indicator, one.member) for one in known} == {("A02", str(held.member(0)[1]))}
    assert (names.named, len(names.sights)) == (known, len(list(sights(published))))


def test_member_sees_its_own_figure_and_no_other_screen_does(held: Held) -> None:
    screens = {}
    with reading() as session:
        for screen, actor in (
            ("follow", held.member(0)[0]),
            ("projector", held.chair),
            ("chair", held.chair),
        ):
            room = queries.room_for(session, actor, held.meeting_id, NOW)
            screens[screen] = live(session, actor, room, screen, NOW)  # type: ignore[arg-type]
        guest = queries.room_for(session, held.guest, held.meeting_id, NOW)
        of_guest = live(session, held.guest, guest, "follow", NOW)
    assert screens["follow"].own.startswith("You: ")
    assert (screens["projector"].own, screens["chair"].own, of_guest.own) == ("", "", "")
    assert of_guest.picture is not None
    assert "You" not in of_guest.picture.wide.svg
    assert "You" in screens["follow"].picture.wide.svg  # type: ignore[union-attr]


def test_member_does_not_see_an_indicator_that_it_did_not_report(database: Database) -> None:
    assert database is not None
    held = plan(seats=24)
    held.open()
    held.step(CODES.index("A07") + 1, expected=0)
    withheld = 0
    with reading() as session:
        for at in range(24):
            actor = held.member(at)[0]
            room = queries.room_for(session, actor, held.meeting_id, NOW)
            found = live(session, actor, room, "follow", NOW)
            assert found.slide is not None
            assert found.withheld is (str(held.member(at)[1]) not in found.slide.reported)
            assert (found.picture is None) is found.withheld
            withheld += found.withheld
    assert withheld > 0


@pytest.mark.parametrize("gated", [True, False], ids=["gate", "no gate"])
def test_attacker_with_all_names_learns_of_nobody_else(
    database: Database, monkeypatch: pytest.MonkeyPatch, gated: bool
) -> None:
    """All members try to be named; the attacker takes published sums, names and linear algebra.

    Without the gate the same naming tells the last ones, so the attack is one.
    """
    assert database is not None
    held = plan(members=12, seats=12)
    held.open()
    if not gated:
        monkeypatch.setattr(naming, "exposes", lambda *_: False)
    for at in range(11):
        for code in CODES:
            try:
                held.give(at, code)
            except NotNow:
                continue
    with reading() as session:
        known = named_values(session, held.world.club_id)
        releases = [gate.read(one) for one in gate.releases_of(session, held.world.club_id)]
    assert known
    learnt = set()
    for reader in (None, *(str(held.member(at)[1]) for at in range(12))):
        attacker = Attacker()
        for one in releases:
            for cell in one.release.cells:
                for given in cell.contributions:
                    attacker.truth[cell.place, given.member, 0] = given.value
            for told in one.release.told:
                if told.summed:
                    keys = [(told.place, given.member, 0) for given in told.contributions]
                    total = sum((given.value for given in told.contributions), Fraction(0))
                    attacker.equations.append((dict.fromkeys(keys, 1), total))
        attacker.truth = {
            key: value for key, value in attacker.truth.items() if key[0].indicator in CODES
        }
        attacker.equations = [
            (terms, total)
            for terms, total in attacker.equations
            if terms.keys() <= attacker.truth.keys()
        ]
        for shown in known:
            attacker.equations.append(({(shown.place, shown.member, 0): 1}, shown.value))
        if reader is not None:
            attacker.is_member(reader)
        own = {(shown.place, shown.member) for shown in known}
        learnt |= {
            (key[0].indicator, key[1])
            for key in attacker.solved()
            if key[:2] not in own and key[1] != reader
        }
    assert (learnt == set()) is gated


def test_stranger_does_not_learn_of_the_meeting(held: Held) -> None:
    with unit_of_work() as session:
        stranger = actor_for(add_person(session, "Sven Stranger"), Role.MANAGER)
    with pytest.raises(NotFound), reading() as session:
        judge_naming(session, actor=stranger, meeting_id=held.meeting_id, code="A02", now=NOW)
