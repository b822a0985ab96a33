"""The pages of meeting mode, as chair, members, guests and strangers are served them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from labelling.club.meetings.mode.models import Follower
from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotNow
from tests.labelling.club.meetings.mode.making import CODES, NOW, Held
from tests.labelling.club.results.making import person_of
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.statements import counted

MOST = 6  # statements of a screen's poll, who asks included


def enter(client: FlaskClient, actor: Actor, role: Role = Role.MANAGER) -> FlaskClient:
    """Sign somebody in."""
    sign_in(client, person_of(actor), role)
    return client


def at(held: Held, path: str = "") -> str:
    return f"/meeting-mode/{held.meeting_id}{path}"


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def test_chair_chooses_words_and_opens(client: FlaskClient, planned: Held) -> None:
    enter(client, planned.chair)
    assert 'value="A07"' in text_of(client, at(planned, "/indicators"))
    refused = client.post(at(planned, "/indicators"), data={"indicators": list(CODES[:3])})
    assert refused.status_code == 422
    assert "Choose six to eight indicators." in refused.get_data(as_text=True)
    chosen = client.post(at(planned, "/indicators"), data={"indicators": list(CODES)})
    assert chosen.status_code == 303
    page = text_of(client, at(planned, "/slides"))
    assert page.count('class="stage framed"') == 6
    words = {"question-A07": "word " * 30, "place-A07": "1", "notes-A07": "Ask Alder."}
    assert client.post(at(planned, "/slides"), data=words).status_code == 422
    words["question-A07"] = "Who is active, and why?"
    assert client.post(at(planned, "/slides"), data=words).status_code == 303
    asked = client.post(at(planned, "/offer"), data={"open": ["A07"]})
    assert (asked.status_code, asked.location[-12:]) == (303, "done=offered")
    assert client.post(at(planned, "/offer"), data={"open": ["C03"]}).status_code == 422
    assert client.post(at(planned, "/open")).status_code == 303
    chair = text_of(client, at(planned, "/chair"))
    assert "Slide 0 of 6" in chair
    assert "Ask Alder." not in chair
    client.post(at(planned, "/step"), data={"expected": "0", "wanted": "1"})
    chair = text_of(client, at(planned, "/chair"))
    assert "Who is active, and why?" in chair
    assert "Ask Alder." in chair
    assert (
        client.post(at(planned, "/indicators"), data={"indicators": list(CODES)}).status_code == 409
    )


def test_meeting_is_opened_long_before_its_day_only_by_who_says_so(
    client: FlaskClient, planned: Held
) -> None:
    planned.choose()
    with unit_of_work() as session:
        row = session.get_one(Meeting, planned.meeting_id)
        row.held_on = today(datetime.now(UTC)) + timedelta(days=30)
    with pytest.raises(NotNow, match="more than a week away"):
        planned.open()
    enter(client, planned.chair)
    asked = client.post(at(planned, "/open"))
    assert asked.status_code == 422
    assert "Nothing has been done yet." in asked.get_data(as_text=True)
    assert "has not been opened yet" in text_of(client, at(planned, "/chair"))
    assert client.post(at(planned, "/open"), data={"early": "1"}).status_code == 303
    assert "Slide 0 of 6" in text_of(client, at(planned, "/chair"))


def test_second_screen_that_is_behind_changes_nothing(client: FlaskClient, held: Held) -> None:
    enter(client, held.chair)
    first = client.post(at(held, "/step"), data={"expected": "1", "wanted": "2"})
    second = client.post(at(held, "/step"), data={"expected": "1", "wanted": "2"})
    assert "done=" not in first.location
    assert second.location.endswith("done=elsewhere")
    assert "Slide 2 of 6" in text_of(client, second.location)


def test_projector_has_no_mark_no_notes_and_no_frame(client: FlaskClient, held: Held) -> None:
    enter(client, held.chair)
    page = text_of(client, at(held, "/projector"))
    assert page.count("<h1") == 1
    assert "You" not in page
    assert "<header>" not in page
    assert re.search(r"2026-H1 · \d+ members · club-2026 · draft", page)


def test_member_follows_with_its_own_mark(client: FlaskClient, held: Held) -> None:
    enter(client, held.member(2)[0])
    page = text_of(client, at(held))
    assert "Only you see your own mark." in page
    others = [one.name for one in held.world.simulated.members]
    assert [name for name in others if name in page] == []


@pytest.mark.parametrize("path", ["/chair", "/projector", "/slides", "/indicators"])
def test_member_does_not_lead(client: FlaskClient, held: Held, path: str) -> None:
    enter(client, held.member(2)[0])
    assert client.get(at(held, path)).status_code == 403
    assert client.get(at(held, "/live/chair")).status_code == 403
    for post in ("/step", "/close", "/open", "/offer"):
        assert client.post(at(held, post)).status_code == 403


def test_who_is_not_of_the_club_finds_nothing(client: FlaskClient, held: Held) -> None:
    sign_in(client, make_person("Sven Stranger", roles=[Role.ASSESSOR]), Role.ASSESSOR)
    for path in ("", "/live/follow", "/deck", "/slides.pdf", "/chair", "/agreement"):
        assert client.get(at(held, path)).status_code == 404
    assert client.post(at(held, "/name/A02/give")).status_code == 404


def test_member_without_a_seat_does_not_follow(client: FlaskClient, held: Held) -> None:
    enter(client, held.member(9)[0])
    refused = client.get(at(held))
    assert refused.status_code == 403
    named_at = f"/clubs/meetings/{held.meeting_id}/participants"
    assert f'class="btn go" href="{named_at}"' in refused.get_data(as_text=True)
    assert client.get(at(held, "/live/follow")).status_code == 403


def test_guest_follows_and_names_nobody(client: FlaskClient, held: Held) -> None:
    enter(client, held.guest)
    page = text_of(client, at(held))
    assert "/name/" not in page
    assert "Your member" not in page
    assert client.post(at(held, "/name/A02/give")).status_code == 403


def test_guest_accepts_the_code_before_anything_is_shown(client: FlaskClient, held: Held) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Participant)
            .where(Participant.person_id == held.guest.person_id)
            .values(code_id=None, code_at=None)
        )
    enter(client, held.guest)
    first = client.get(at(held))
    assert (first.status_code, first.location) == (302, f"/clubs/meetings/{held.meeting_id}/code")
    for path in ("/live/follow", "/deck", "/slides.pdf"):
        assert client.get(at(held, path)).status_code == 403
    code = re.search(r'name="code" value="([0-9a-f-]+)"', text_of(client, first.location))
    assert code is not None
    client.post(first.location, data={"code": code[1]})
    assert "Slide 1 of 6" in text_of(client, at(held))


def test_cancelled_meeting_is_not_led(client: FlaskClient, planned: Held) -> None:
    planned.choose()
    with unit_of_work() as session:
        row = session.get_one(Meeting, planned.meeting_id)
        row.state, row.cancelled_at, row.cancelled_why = (
            MeetingState.CANCELLED,
            NOW,
            "Too few come.",
        )
    enter(client, planned.chair)
    for path in ("/chair", ""):
        page = text_of(client, at(planned, path))
        assert "This meeting was cancelled." in page
        assert "Too few come." in page
    assert client.post(at(planned, "/open")).status_code == 409


def test_meeting_page_and_mode_lead_to_each_other(client: FlaskClient, held: Held) -> None:
    enter(client, held.chair)
    page = text_of(client, f"/clubs/meetings/{held.meeting_id}")
    for path in ("", "/chair", "/projector"):
        assert f'href="{at(held, path)}"' in page
    chair = text_of(client, at(held, "/chair"))
    for path in ("", "/minutes", "/actions"):
        assert f'href="/clubs/meetings/{held.meeting_id}{path}"' in chair
    enter(client, held.member(2)[0])
    page = text_of(client, f"/clubs/meetings/{held.meeting_id}")
    assert f'href="{at(held)}"' in page
    assert f'href="{at(held, "/chair")}"' not in page


def test_poll_says_nothing_new_until_something_is(client: FlaskClient, held: Held) -> None:
    enter(client, held.member(2)[0])
    first = client.get(at(held, "/live/follow"))
    again = client.get(at(held, "/live/follow"), headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"] == "no-store"
    held.step(2)
    moved = client.get(at(held, "/live/follow"), headers={"If-None-Match": first.headers["ETag"]})
    assert moved.status_code == 200
    assert "Slide 2 of 6" in moved.get_data(as_text=True)
    assert client.get(at(held, "/live/everything")).status_code == 404


def test_name_is_shown_on_every_screen_and_gone_with_the_next_poll(
    client: FlaskClient, app: Flask, held: Held
) -> None:
    held.step(2)
    member, chair, other = client, app.test_client(), app.test_client()
    enter(member, held.member(0)[0])
    enter(chair, held.officer, Role.OFFICER)
    enter(other, held.member(2)[0])
    name = held.world.simulated.members[0].name
    screens = [
        (chair, at(held, "/live/projector")),
        (chair, at(held, "/live/chair")),
        (other, at(held, "/live/follow")),
    ]
    assert [name in text_of(who, where) for who, where in screens] == [False] * 3
    asked = text_of(member, at(held, "/name/A02"))
    assert "Everybody in this meeting sees the name of our member with this figure" in asked
    given = member.post(at(held, "/name/A02/give"))
    assert given.location.endswith("done=given")
    assert [name in text_of(who, where) for who, where in screens] == [True] * 3
    member.post(at(held, "/name/A02/withdraw"))
    assert [name in text_of(who, where) for who, where in screens] == [False] * 3
    assert "taken back" in text_of(member, at(held))


def test_protected_name_is_refused_in_words(client: FlaskClient, held: Held) -> None:
    held.step(3, expected=1)
    enter(client, held.member(0)[0])
    answer = client.post(at(held, "/name/A07/give"))
    assert answer.status_code == 409
    assert "Protected: with your name beside it" in answer.get_data(as_text=True)


def test_no_file_and_no_page_afterwards_holds_a_name(
    client: FlaskClient, app: Flask, held: Held
) -> None:
    """Whatever leaves the room obeys club-2026, during the meeting and after it."""
    held.step(2)
    held.give(0, "A02")
    name = held.world.simulated.members[0].name
    chair, other = enter(client, held.chair), enter(app.test_client(), held.member(2)[0])
    assert name not in text_of(other, at(held, "/deck"))
    pdf = chair.get(at(held, "/slides.pdf"))
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    held.close()
    for path in ("", "/deck", "/live/follow"):
        assert name not in text_of(other, at(held, path))
    for screen in ("/live/chair", "/live/projector", "/projector", "/chair"):
        assert name not in text_of(enter(chair, held.officer, Role.OFFICER), at(held, screen))
    assert "The meeting is closed." in text_of(other, at(held))


def test_deck_shows_a_member_what_it_reported(client: FlaskClient, app: Flask, held: Held) -> None:
    everything = text_of(enter(client, held.officer, Role.OFFICER), at(held, "/deck"))
    assert everything.count('class="stage framed"') == 6
    counts = {
        text_of(enter(app.test_client(), held.member(seat)[0]), at(held, "/deck")).count(
            'class="stage framed"'
        )
        for seat in range(1, 4)
    }
    assert max(counts) <= 6
    assert min(counts) < 6


def test_followers_are_counted(client: FlaskClient, held: Held) -> None:
    enter(client, held.member(2)[0])
    assert client.post(at(held, "/here")).status_code == 204
    assert client.post(at(held, "/here")).status_code == 204
    enter(client, held.chair)
    assert "1 person follows" in text_of(client, at(held, "/live/chair"))
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    with unit_of_work() as session:
        session.execute(update(Follower).values(seen_at=long_ago))
    assert "0 people follow" in text_of(client, at(held, "/live/chair"))


def test_agreement_is_read_given_and_taken_back(client: FlaskClient, planned: Held) -> None:
    planned.choose()
    with unit_of_work() as session:
        day = datetime.now(UTC).date() + timedelta(days=9)
        session.execute(update(Meeting).values(held_on=day))
    enter(client, planned.chair)
    assert client.get(at(planned, "/agreement")).status_code == 404
    client.post(at(planned, "/offer"), data={"open": ["A07"]})
    page = text_of(client, at(planned, "/agreement"))
    assert "we show our own figures of the indicators below" in page
    assert client.post(at(planned, "/agreement")).status_code == 303
    assert "Your member agreed on" in text_of(client, at(planned, "/agreement"))
    assert client.post(at(planned, "/agreement")).status_code == 409
    assert client.post(at(planned, "/agreement/withdraw")).status_code == 303
    assert "Agree for" in text_of(client, at(planned, "/agreement"))


@pytest.mark.parametrize("screen", ["follow", "chair", "projector"])
def test_poll_asks_the_database_little(client: FlaskClient, held: Held, screen: str) -> None:
    held.step(2)
    held.give(0, "A02")
    enter(client, held.member(2)[0] if screen == "follow" else held.chair)
    text_of(client, at(held, f"/live/{screen}"))  # the first fills what is kept
    with counted() as one:
        text_of(client, at(held, f"/live/{screen}"))
    held.give(2, "A02")
    with counted() as two:
        text_of(client, at(held, f"/live/{screen}"))
    assert len(two) == len(one)
    assert len(two) <= MOST, "\n".join(two)


def test_tasks_lead_to_the_meeting(client: FlaskClient, held: Held) -> None:
    enter(client, held.chair)
    assert "Lead the meeting" in text_of(client, "/tasks")
    enter(client, held.member(2)[0])
    assert "Follow the meeting" in text_of(client, "/tasks")
    enter(client, held.member(9)[0])
    assert "Follow the meeting" not in text_of(client, "/tasks")
    with reading() as session:
        assert session.get_one(Meeting, held.meeting_id).slide == 1


def test_meeting_that_was_held_elsewhere_has_no_slides(client: FlaskClient, planned: Held) -> None:
    """One that was brought along as closed was never opened here."""
    with unit_of_work() as session:
        session.execute(
            update(Meeting).values(state=MeetingState.CLOSED, closed_at=datetime.now(UTC))
        )
    enter(client, planned.chair)
    for path in ("", "/chair"):
        page = text_of(client, at(planned, path))
        assert "The meeting is closed." in page
        assert "/deck" not in page
    assert client.get(at(planned, "/deck")).status_code == 404
