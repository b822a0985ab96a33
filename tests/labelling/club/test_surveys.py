"""Surveys among the members of a cluster: scales, links, what they come to."""

import html
import re
from datetime import timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.club import queries
from labelling.club.actions.answering import Rated, answer_survey
from labelling.club.actions.feeding import feed_figures
from labelling.club.actions.surveys import Asked, begin_survey, close_survey, invite_to_survey
from labelling.club.models import Survey, SurveyRating, SurveySheet
from labelling.club.surveying import results_of, told_spread
from labelling.core.clock import today, utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.sentforms import KEPT_FOR, forget_sent
from tests.labelling.club.making import HALF, NOW, World, club_with_round
from tests.labelling.organisations.browsing import as_person

pytestmark = pytest.mark.usefixtures("app")
QUESTIONS = (
    Asked("How satisfied are you?", 1, 5, feeds="satisfaction"),
    Asked("How well do we connect you?", 1, 7, twofold=True),
)


def _survey(world: World, questions: tuple[Asked, ...] = QUESTIONS) -> UUID:
    with unit_of_work() as session:
        return begin_survey(
            session, actor=world.owner, membership_id=world.membership.id, half_year=HALF,
            title="Asked", introduction="", language="en",
            ends_on=max(today(NOW), today(utcnow())) + timedelta(days=9),
            questions=questions, now=NOW,
        ).id  # fmt: skip


def _invite(world: World, survey_id: UUID, count: int) -> list[str]:
    invited = {f"link-{at}-{uuid4()}": (f"Firm {at}", None) for at in range(count)}
    with unit_of_work() as session:
        invite_to_survey(session, actor=world.owner, survey_id=survey_id, invited=invited, now=NOW)
    return list(invited)


def _answer(survey_id: UUID, token: str, rating: int | None, now: int, wanted: int) -> None:
    with unit_of_work() as session:
        first, second = queries.questions_of(session, survey_id)
        rated = {first.id: Rated(rating), second.id: Rated(now, wanted)}
        answer_survey(session, token=token, rated=rated, now=NOW)


def test_results_stand_on_their_own_scales_and_feed_the_sheet() -> None:
    world = club_with_round()
    survey_id = _survey(world)
    tokens = _invite(world, survey_id, 12)
    for at, token in enumerate(tokens[:10]):
        _answer(survey_id, token, 3 + at % 3, 4, 6)
    with unit_of_work() as session:
        close_survey(session, actor=world.owner, survey_id=survey_id, now=NOW)
    with reading() as session:
        results = results_of(session, session.get_one(Survey, survey_id), NOW)
    first, second = results.questions
    assert (results.asked, results.answered) == (12, 10)
    assert (first.answers, first.mean) == (10, Fraction(4))  # 3.9, rounded to fifths
    assert told_spread(first) == "1: 0, 2: 0, 3: 4, 4: 3, 5: 3"
    assert second.spread is None  # all in one step
    assert (second.mean, second.desired, second.gap) == (Fraction(4), Fraction(6), Fraction(2))
    with unit_of_work() as session:
        fed = feed_figures(
            session, actor=world.owner, survey_id=survey_id, save_id=uuid4(), now=NOW
        )
    assert fed == ["satisfaction-answers", "satisfaction-sum"]  # the third is not asked for
    part = world.part()
    with reading() as session:
        rows = queries.current_rows(session, [part.id])[part.id]
    assert {name: rows[name].number for name in fed} == {
        "satisfaction-answers": "10",
        "satisfaction-sum": "40",
    }


def test_results_are_not_shown_while_answers_come_in() -> None:
    """Who has answered is listed: the mean before and after one answer would tell that answer."""
    world = club_with_round()
    survey_id = _survey(world)
    for at, token in enumerate(_invite(world, survey_id, 7)[:6]):
        _answer(survey_id, token, 3 + at % 3, 4, 6)
    with reading() as session:
        results = results_of(session, session.get_one(Survey, survey_id), NOW)
    assert results.answered == 6
    assert {(one.answers, one.mean, one.desired, one.spread) for one in results.questions} == {
        (None, None, None, None)
    }
    with reading() as session:
        survey = session.get_one(Survey, survey_id)
        later = NOW + (survey.ends_on - today(NOW)) + timedelta(days=1)
        assert results_of(session, survey, later).questions[0].mean == 4


def test_page_says_who_is_asked_and_who_sees_what(app: Flask) -> None:
    world = club_with_round()
    survey_id = _survey(world)
    for token in _invite(world, survey_id, 5):
        _answer(survey_id, token, 5, 4, 6)
    manager = as_person(app, world.contact)
    page = manager.get(f"/clubs/surveys/{survey_id}").get_data(as_text=True)
    assert "Neither the other members of the club nor its office see them." in page
    assert "Answers are kept without name, day and link" in page
    assert "Answers that you know narrow the rest" in page
    with unit_of_work() as session:
        close_survey(session, actor=world.owner, survey_id=survey_id, now=NOW)
    page = manager.get(f"/clubs/surveys/{survey_id}").get_data(as_text=True)
    assert page.count("protected") == 1  # all chose 5: the mean would tell each of them
    token = _invite(world, _survey(world), 1)[0]
    asked = app.test_client().get(f"/surveys/{token}").get_data(as_text=True)
    assert "sees that you have answered, and no single answer" in asked


def test_few_answers_are_not_shown_and_feed_nothing() -> None:
    world = club_with_round()
    survey_id = _survey(world)
    for token in _invite(world, survey_id, 4):
        _answer(survey_id, token, 5, 4, 6)
    with unit_of_work() as session:
        results = close_survey(session, actor=world.owner, survey_id=survey_id, now=NOW)
    assert [one.mean for one in results.questions] == [None, None]
    with unit_of_work() as session, pytest.raises(NotNow):
        feed_figures(session, actor=world.owner, survey_id=survey_id, save_id=uuid4(), now=NOW)


def test_link_works_once_and_the_answer_is_tied_to_nobody() -> None:
    world = club_with_round()
    survey_id = _survey(world)
    token, other = _invite(world, survey_id, 2)
    _answer(survey_id, token, 4, 4, 6)
    with pytest.raises(NotNow):
        _answer(survey_id, token, 5, 4, 6)
    with pytest.raises(NotFound):
        _answer(survey_id, "nobody's", 5, 4, 6)
    with pytest.raises(Invalid):  # off the scale
        _answer(survey_id, other, 6, 4, 6)
    with reading() as session:
        sheets = session.scalars(select(SurveySheet)).all()
        invitations = queries.invitations_of(session, survey_id)
    assert {column.name for column in SurveySheet.__table__.columns} == {
        "id",
        "survey_id",
    }
    assert {column.name for column in SurveyRating.__table__.columns} == {
        "sheet_id",
        "question_id",
        "rating",
        "desired",
    }
    assert len(sheets) == 1
    assert {one.label: one.answered_on is not None for one in invitations} == {
        "Firm 0": True,
        "Firm 1": False,
    }


@pytest.mark.parametrize(
    "asked",
    [
        Asked("Scale turned round?", 5, 1),
        Asked("Too long a scale?", 0, 11),
        Asked("Twofold on another scale?", 1, 5, twofold=True),
        Asked("Feeds on another scale?", 1, 7, feeds="satisfaction"),
        Asked("Feeds nothing that is there?", 1, 5, feeds="nothing"),
    ],
)
def test_question_off_the_rules_is_refused(asked: Asked) -> None:
    world = club_with_round()
    with pytest.raises(Invalid):
        _survey(world, (asked,))


def test_members_of_a_cluster_answer_without_an_account(app: Flask) -> None:
    world = club_with_round()
    survey_id = _survey(world)
    manager = as_person(app, world.contact)
    page = manager.post(f"/clubs/surveys/{survey_id}/links", data={"names": "Fir Works\nOak"})
    assert page.status_code == 200
    links = re.findall(r"http://localhost(/surveys/[\w-]+)", page.get_data(as_text=True))
    assert len(links) == 2
    stranger = app.test_client()
    asked = stranger.get(links[0])
    assert asked.status_code == 200
    assert b"How satisfied are you?" in asked.data
    assert stranger.post(links[0], data={}).status_code == 422
    with reading() as session:
        first, _second = queries.questions_of(session, survey_id)
    assert stranger.post(links[0], data={f"rating-{first.id}": "9"}).status_code == 422
    done = stranger.post(links[0], data={f"rating-{first.id}": "4"})
    assert (done.status_code, b"Thank you" in done.data) == (200, True)
    assert stranger.get(links[0]).status_code == 409
    assert stranger.get("/surveys/nothing-of-ours").status_code == 404


def test_names_that_cannot_be_invited_are_told_by_line_and_kept(app: Flask) -> None:
    world = club_with_round()
    survey_id = _survey(world)
    manager = as_person(app, world.contact)
    address = f"/clubs/surveys/{survey_id}/links"
    assert manager.post(address, data={"names": "Fir Works"}).status_code == 200
    typed = "fir works\nOak\noffice@oak.example\n" + "x" * 201 + "\nOak"
    page = manager.post(address, data={"names": typed})
    said = html.unescape(page.get_data(as_text=True))
    assert page.status_code == 422
    for fault in (
        "Line 1: “fir works” is there already",
        "Line 3: name the organisation, not an e-mail address",
        "Line 4: write up to 200 characters",
        "Line 5: “Oak” is there already",
    ):
        assert fault in said
    assert typed in said.replace("\r\n", "\n")
    assert "http://localhost/surveys/" not in said
    assert manager.post(address, data={"names": " \n"}).status_code == 422


def test_key_makes_other_links_once_its_form_was_forgotten(app: Flask) -> None:
    """A page left open for days is sent again: its links are new ones, not those of then."""
    world = club_with_round()
    survey_id = _survey(world)
    manager = as_person(app, world.contact)
    address = f"/clubs/surveys/{survey_id}/links"
    links: list[str] = []
    for name in ("Fir Works", "Pine"):
        page = manager.post(address, data={"names": name, "once": "b" * 32})
        assert page.status_code == 200
        links += re.findall(r"http://localhost/surveys/[\w-]+", page.text)
        with unit_of_work() as session:
            forget_sent(session, utcnow() + 2 * KEPT_FOR)
            labels = {one.label: one for one in queries.invitations_of(session, survey_id)}
            labels[name].label = f"{name} Ltd"
        again = manager.post(address, data={"names": name, "once": "b" * 32})
        links += re.findall(r"http://localhost/surveys/[\w-]+", again.text)
        with unit_of_work() as session:
            forget_sent(session, utcnow() + 2 * KEPT_FOR)
    assert len(set(links)) == len(links) == 4


def test_second_press_shows_the_same_links(app: Flask) -> None:
    world = club_with_round()
    survey_id = _survey(world)
    manager = as_person(app, world.contact)
    form = {"names": "Fir Works\nOak", "once": "b" * 32}
    address = f"/clubs/surveys/{survey_id}/links"
    pages = [manager.post(address, data=form).text for _ in range(2)]
    shown = [re.findall(r"http://localhost/surveys/[\w-]+", page) for page in pages]
    assert all("Fir Works\nOak" not in page.replace("\r\n", "\n") for page in pages)
    assert len(shown[0]) == 2
    assert shown[0] == shown[1]
    other = manager.post(address, data={**form, "names": "Pine"})
    assert (other.status_code, "http://localhost/surveys/" in other.text) == (422, False)
