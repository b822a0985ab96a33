"""What stands in the middle of its work: each page of writing, assessing and building has some."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.building.checking import check
from labelling.applications.building.models import EditionDraft
from labelling.applications.building.queries import tree_of
from labelling.applications.models import Application
from labelling.applications.together.models import Comment, Mention, PartPlan
from labelling.applications.versions.models import DraftVersion, VersionKind
from labelling.applications.workshop.queries import open_workshop, tally
from labelling.core.database import reading
from labelling.desk.demo_data.cast import person
from labelling.desk.demo_data.organisations import BY_KEY
from labelling.organisations.queries import find_organisation
from labelling.reviews.models import Clarification, Dissent, PartReview
from labelling.reviews.reliability.models import SeverityNotice
from labelling.reviews.reporting.models import ReportEditor, ReportRating
from labelling.reviews.roundtable.queries import find_open_table
from labelling.reviews.visiting.models import VisitAnswer, VisitDay
from tests.labelling.desk.conftest import BEGINS, Stage


def _newest(session: Session, key: str) -> Application:
    """Return the last application of an organisation."""
    profile = BY_KEY[key].profile
    organisation = find_organisation(session, profile.name, profile.country)
    assert organisation is not None
    return session.scalars(
        select(Application)
        .where(Application.organisation_id == organisation.id)
        .order_by(Application.created_at.desc())
        .limit(1)
    ).one()


def test_an_office_writes_together(staged: Stage) -> None:
    with reading() as session:
        application = _newest(session, "ebro")
        plans = session.scalars(
            select(PartPlan).where(PartPlan.application_id == application.id)
        ).all()
        names = {person(session, key).id: key for key in ("hugo", "ines", "javier")}
        comments = session.scalars(
            select(Comment).where(Comment.application_id == application.id)
        ).all()
        mentioned = Counter(names[one] for one in session.scalars(select(Mention.person_id)))
        kinds = Counter(
            session.scalars(
                select(DraftVersion.kind).where(DraftVersion.application_id == application.id)
            )
        )
    assert Counter(names[plan.assigned_to] for plan in plans if plan.assigned_to) == {
        "javier": 12,
        "ines": 7,
        "hugo": 6,
    }
    assert sorted(plan.part_id for plan in plans if plan.checked_mark) == ["1.1", "2.1"]
    assert all(plan.due_on is not None for plan in plans)
    assert sorted((one.part_id, one.settled_at is not None) for one in comments) == [
        ("1.2", False),
        ("1.2", True),
        ("3.1", False),
        ("3.1", False),
    ]
    assert mentioned == {"javier": 1, "ines": 1, "hugo": 1}
    assert kinds == dict.fromkeys(VersionKind, 1)


def test_a_workshop_is_held_just_now(staged: Stage) -> None:
    with reading() as session:
        workshop = open_workshop(session, _newest(session, "ebro").id, BEGINS)
        assert workshop is not None
        found = tally(session, workshop)
    assert (workshop.part_id, workshop.revealed) == ("4.3", False)
    assert (len(found.present), found.voted, found.spread) == (5, 4, 40)


def test_an_assessor_asks_and_a_visit_is_planned(staged: Stage) -> None:
    with reading() as session:
        questions = session.scalars(select(Clarification).order_by(Clarification.asked_at)).all()
        days = session.scalars(select(VisitDay)).all()
        answers = Counter(session.scalars(select(VisitAnswer.person_id)))
    assert sorted(
        (one.forwarded_at is not None, one.answered_at is not None) for one in questions
    ) == [(False, False), (True, False), (True, True)]
    assert all(day.starts_at > BEGINS for day in days)
    assert len(days) == 3
    assert [*answers.values()] == [3, 3, 3]


def test_two_sit_at_the_round_table_and_one_does_not_share_a_score(staged: Stage) -> None:
    with reading() as session:
        gold = _newest(session, "alder")
        table = find_open_table(session, gold.id)
        dissents = session.scalars(select(Dissent.application_id)).all()
    assert table is not None
    assert table.part_id is not None
    assert timedelta(0) < BEGINS - table.shown_at < timedelta(hours=1)
    assert dissents == [gold.id]


def test_a_report_is_edited_and_those_that_are_final_were_rated(staged: Stage) -> None:
    with reading() as session:
        edited = session.scalars(select(ReportEditor)).one()
        ratings = session.scalar(select(func.count()).select_from(ReportRating))
        assert edited.application_id == _newest(session, "valdoro").id
        assert edited.person_id == person(session, "eeva").id
    assert edited.done_at is None
    assert ratings == 8


def test_statements_of_assessors_are_bound_to_pages(staged: Stage) -> None:
    with reading() as session:
        rows = session.scalars(select(PartReview)).all()
    sources = [one["citations"][0] for row in rows for one in row.marks["strengths"]]
    assert all(one["pages"] == "1" and one["version"] == 1 and one["sha256"] for one in sources)
    assert len(sources) == len(rows)


def test_how_strict_one_is_was_measured_and_answered(staged: Stage) -> None:
    with reading() as session:
        [notice] = session.scalars(select(SeverityNotice)).all()
        told = person(session, "dieter").id
    assert notice.person_id == told
    assert (notice.cases, notice.colleagues) == (3, 3)
    assert notice.difference > 0
    assert notice.opens_on <= BEGINS.date()
    assert notice.read_at is not None


def test_one_draft_of_an_edition_has_a_fault_and_one_can_be_tried(staged: Stage) -> None:
    with reading() as session:
        drafts = session.scalars(select(EditionDraft).order_by(EditionDraft.edition_id)).all()
    faults = {one.edition_id: len(check(tree_of(one))) for one in drafts}
    assert faults["cluster-excellence-2027"] == 0
    assert faults["cluster-programmes-2027"] >= 1
