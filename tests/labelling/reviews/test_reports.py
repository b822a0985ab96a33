"""The feedback report, observations, the PDF and the recommendation."""

import re
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due
from labelling.core import files
from labelling.core.access import Actor
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.mail import Letter
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.reviews import actions, queries
from labelling.reviews.actions.feedback import ReportChanged
from labelling.reviews.models import FeedbackReport, Outcome
from labelling.reviews.reports import report_of
from labelling.settings import Settings
from tests.certificates.asking import flaws
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World


def closed(level: str = "bronze", percent: int = 60, improvements: int = 3) -> tuple[World, Actor]:
    """Return a world whose agreement is closed, with its lead."""
    world = making.submitted(level)
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, percent)
    making.hand_in(world.application_id, lead)
    making.visit(world.application_id, lead, improvements=improvements)
    making.close_agreement(world.application_id, lead)
    return world, lead


def finished(
    level: str = "bronze", percent: int = 60, improvements: int = 3
) -> tuple[World, Actor]:
    """Return a world whose report is final."""
    world, lead = closed(level, percent, improvements)
    making.write_feedback(world.application_id, lead)
    making.release_feedback(world.application_id, world.officer)
    making.observe(world.application_id, world.owner)
    making.finish(world.application_id, lead)
    return world, lead


def test_report_begins_with_agreed_texts_and_bands(database: Database) -> None:
    world, _ = closed()
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        report = report_of(session, application)
    section = report.sections[0]
    assert (section.id, section.percent, section.minimum) == (
        "1",
        Fraction(60),
        None,
    )
    line = section.parts[0]
    assert (line.id, line.band, line.strengths, line.improvements) == (
        "1.1",
        "Systematic",
        ["Strength of 1.1 by Anna Ahrens"],
        ["Area of 1.1 by Anna Ahrens"],
    )
    assert (report.percent, report.threshold) == (Fraction(60), Fraction(30))


def test_draft_is_hidden_from_the_organisation_until_the_office_sends_it(
    database: Database,
) -> None:
    world, lead = closed()
    with pytest.raises(NotNow):
        making.release_feedback(world.application_id, world.officer)
    making.write_feedback(world.application_id, lead)
    with pytest.raises(NotFound):
        making.observe(world.application_id, world.owner)
    with pytest.raises(NotAllowed):
        making.release_feedback(world.application_id, lead)
    making.release_feedback(world.application_id, world.officer)
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        by = due(session, world.application_id, Step.OBSERVATIONS)
        told = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "feedback_released")
        ).all()
    assert application.state is State.OBSERVATIONS
    assert by == (making.NOW + timedelta(days=14)).date()
    assert world.owner.person_id in told
    with pytest.raises(NotNow):
        making.release_feedback(world.application_id, world.officer)


def test_only_owners_answer_and_only_until_it_is_final(database: Database) -> None:
    world, lead = closed()
    making.write_feedback(world.application_id, lead)
    making.release_feedback(world.application_id, world.officer)
    with pytest.raises(NotAllowed):
        making.observe(world.application_id, world.reader, "A reader's view.")
    making.observe(world.application_id, world.owner, "The board met twice.")
    making.finish(world.application_id, lead)
    with reading() as session:
        report = queries.feedback_report(session, world.application_id)
    assert (report.observations, report.observed_by, report.final_at) == (
        "The board met twice.",
        world.owner.person_id,
        making.NOW,
    )
    with pytest.raises(NotNow):
        making.observe(world.application_id, world.owner, "One more.")
    with pytest.raises(NotNow):
        making.write_feedback(world.application_id, lead, "Changed.")


def test_without_an_answer_the_report_waits_for_the_last_day(database: Database) -> None:
    world, lead = closed()
    making.write_feedback(world.application_id, lead)
    making.release_feedback(world.application_id, world.officer)
    with pytest.raises(NotNow):
        making.finish(world.application_id, lead, now=making.NOW + timedelta(days=14))
    making.finish(world.application_id, lead, now=making.NOW + timedelta(days=15))


def test_a_second_writer_does_not_overwrite(database: Database) -> None:
    world, lead = closed()
    making.write_feedback(world.application_id, lead)
    with pytest.raises(ReportChanged) as refused, unit_of_work() as session:
        actions.write_feedback(
            session,
            actor=world.officer,
            application_id=world.application_id,
            summary="From an old page.",
            texts={},
            version=1,
            now=making.NOW,
        )
    assert refused.value.version == 2


def test_pdf_is_made_once_per_version_and_is_accessible(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    finished()
    letters: list[Letter] = []
    Worker(settings, lambda letter, _: letters.append(letter)).drain(making.NOW)
    with reading() as session:
        row = session.scalars(select(FeedbackReport)).one()
        undone = session.scalars(select(Outgoing.name).where(Outgoing.finished_at.is_(None)))
        assert undone.all() == []
    assert row.pdf_version == row.version
    content = files.store().get(row.pdf_sha256 or "")
    assert content.startswith(b"%PDF-")
    assert flaws(content, tmp_path) == []


def test_mail_on_the_way_is_short_and_says_who_acts(app: Flask, settings: Settings) -> None:
    world, lead = finished()
    making.recommend(world.application_id, lead)
    letters: list[Letter] = []
    Worker(settings, lambda letter, _: letters.append(letter)).drain(making.NOW)
    begin = {re.split("[.,]", letter.body)[0] for letter in letters}
    assert begin <= {
        "You act next",
        "The office acts next",
        "The assessment team acts next",
        "The committee acts next",
        "Nobody has to act",
    }
    assert [letter.subject for letter in letters if len(letter.body.split()) > 90] == []
    [invitation] = [one for one in letters if one.subject.startswith("Can you assess")]
    assert invitation.subject == (
        "Can you assess an application for Bronze? Answer by Sunday 29 November 2026"
    )
    assert "Austria" in invitation.body
    assert "Alder" not in invitation.body


def test_recommendation_follows_the_rules_without_a_reason(database: Database) -> None:
    world, lead = finished()
    made = making.recommend(world.application_id, lead, Outcome.AWARDED)
    assert (made.outcome, made.level_id, made.against_rules, made.reason) == (
        Outcome.AWARDED,
        "bronze",
        False,
        "",
    )
    with reading() as session:
        assert session.get_one(Application, world.application_id).state is State.RECOMMENDED
    with pytest.raises(NotNow):
        making.recommend(world.application_id, lead, Outcome.AWARDED)


def test_recommendation_against_the_rules_needs_a_reason_and_is_marked(
    database: Database,
) -> None:
    world, lead = finished("bronze", 20)
    with pytest.raises(Invalid):
        making.recommend(world.application_id, lead, Outcome.AWARDED)
    made = making.recommend(
        world.application_id, lead, Outcome.AWARDED, reason="Shown on the visit."
    )
    assert (made.against_rules, made.reason) == (True, "Shown on the visit.")


def test_lower_level_must_lie_below(database: Database) -> None:
    world, lead = finished("silver", 40)
    for level_id in ("silver", "gold", "platinum", None):
        with pytest.raises(Invalid):
            making.recommend(
                world.application_id, lead, Outcome.LOWER_LEVEL, level_id=level_id, reason="So."
            )
    made = making.recommend(world.application_id, lead, Outcome.LOWER_LEVEL, level_id="bronze")
    assert (made.level_id, made.against_rules) == ("bronze", False)


def test_silver_without_its_three_improvements_is_not_silver(database: Database) -> None:
    world, lead = finished("silver", 75, improvements=2)
    made = making.recommend(world.application_id, lead)
    assert (made.outcome, made.level_id) == (Outcome.LOWER_LEVEL, "bronze")


def test_only_the_lead_recommends_and_only_after_the_final_report(database: Database) -> None:
    world, lead = closed()
    with pytest.raises(NotNow):
        making.recommend(world.application_id, lead, Outcome.AWARDED)
    with pytest.raises(NotAllowed):
        making.recommend(world.application_id, world.officer, Outcome.AWARDED)
    with pytest.raises(NotFound):
        making.recommend(world.application_id, world.owner, Outcome.AWARDED)
