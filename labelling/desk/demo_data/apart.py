"""The bodies apart at work: an appeal that was dismissed, complaints, the figures of a year."""

from datetime import date

from labelling.core.access import PUBLIC, Actor, Role
from labelling.core.clock import today
from labelling.decisions.appeals import actions as appeals
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.queries import ballots
from labelling.decisions.appeals.words import Follow, Ground, Outcome
from labelling.decisions.complaints import actions as complaints
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.models import Concern
from labelling.decisions.receipts import new_key
from labelling.desk.demo_data.cases import organisation_of
from labelling.desk.demo_data.cast import APPEALS_PANEL, acting, person
from labelling.desk.demo_data.organisations import Office
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.register.statistics import actions as statistics
from labelling.register.statistics.counting import counted
from labelling.register.statistics.protecting import content_of

_SAYS = (
    "The assessor gave 20 % for part 5.2 because no figures of a second year were shown. They "
    "stand on page 3 of the annual report, which we handed in with part 5.1."
)
_REASONS = (
    "Facts: the figures of the second year stand in the report; they were read, and the feedback "
    "report says so under part 5.1. They show the number of meetings, not what came of them, which "
    "is what part 5.2 asks for. With the score that the organisation asks for, two further rules "
    "of the level would still not hold."
)
_PUBLISHED = (2, 10)  # month and day on which the figures of the year before come out


def appealed(calendar: Calendar, office: Office, days_ago: int) -> Story:
    """Appeal against the decision; a panel that had no part dismisses it within seven weeks."""
    scene = yield calendar.at(days_ago, 9)
    appeal = _file(scene, office)
    clerk, second = "olga", "tomas"
    scene = yield calendar.at(days_ago - 2, 9)
    appeals.acknowledge_appeal(
        scene.session, actor=_officer(scene, clerk), appeal_id=appeal.id, now=scene.now
    )
    appeals.propose_admissibility(
        scene.session,
        actor=_officer(scene, clerk),
        appeal_id=appeal.id,
        admissible=True,
        reason="",
        now=scene.now,
    )
    scene = yield calendar.at(days_ago - 4, 9)
    appeals.judge_admissibility(
        scene.session, actor=_officer(scene, second), appeal_id=appeal.id, now=scene.now
    )
    members = [person(scene.session, member.key).id for member in APPEALS_PANEL]
    appeals.compose_panel(
        scene.session,
        actor=_officer(scene, clerk),
        appeal_id=appeal.id,
        person_ids=members,
        writer_id=members[-1],
        now=scene.now,
    )
    scene = yield calendar.at(days_ago - 6, 9)
    for member in APPEALS_PANEL:
        appeals.declare_independence(
            scene.session,
            actor=acting(scene.session, member.key, Role.APPEALS, scene.now),
            appeal_id=appeal.id,
            kinds=[],
            text="",
            now=scene.now,
        )
    scene = yield calendar.at(days_ago - 30, 9)
    appeals.write_draft(
        scene.session,
        actor=acting(scene.session, APPEALS_PANEL[-1].key, Role.APPEALS, scene.now),
        appeal_id=appeal.id,
        outcome=Outcome.DISMISSED,
        follow=Follow.NOTHING,
        reasons=_REASONS,
        now=scene.now,
    )
    for days, member in enumerate(APPEALS_PANEL, start=31):
        scene = yield calendar.at(days_ago - days, 16)
        appeals.cast_vote(
            scene.session,
            actor=acting(scene.session, member.key, Role.APPEALS, scene.now),
            appeal_id=appeal.id,
            draft_id=ballots(scene.session, appeal.id)[-1].draft.id,
            agrees=True,
            dissent="",
            now=scene.now,
        )


def complained(calendar: Calendar) -> Story:
    """Complain of the office, and of the criteria; nobody has taken them on yet."""
    for days_ago, concern, text in (
        (4, Concern.OFFICE, "I asked twice for the terms in Polish and got no answer."),
        (2, Concern.LABEL, "Small offices cannot show three years of figures in every part."),
    ):
        scene = yield calendar.at(days_ago, 13)
        complaints.make_complaint(
            scene.session,
            actor=PUBLIC,
            told=Told(concern, text),
            key=new_key(),
            language="en",
            now=scene.now,
        )


def figures_come_out(calendar: Calendar) -> Story:
    """Publish the figures of the year before, by an officer and a member of the board."""
    day = today(calendar.begins)
    first = date(day.year, *_PUBLISHED)
    if first > day:
        return
    scene = yield calendar.at((day - first).days, 10)
    figures = counted(scene.session, first.year - 1)
    made = statistics.make_release(
        scene.session,
        actor=_officer(scene, "olga"),
        counted=figures,
        content=content_of(figures, ["bronze", "silver", "gold"]),
        now=scene.now,
    )
    scene = yield calendar.at((day - first).days, 15)
    statistics.confirm_release(
        scene.session,
        actor=acting(scene.session, "leon", Role.ADVISORY, scene.now),
        year=made.year,
        sha256=made.sha256,
        now=scene.now,
    )


def _file(scene: Scene, office: Office) -> Appeal:
    organisation = organisation_of(scene.session, office)
    [letter] = appealable(scene.session, [organisation.id], scene.now)
    return appeals.file_appeal(
        scene.session,
        actor=acting(scene.session, office.founder.key, Role.MANAGER, scene.now),
        about=letter.about,
        subject_id=letter.subject_id,
        grounds=[Ground.FACTS],
        text=_SAYS,
        evidence=[],
        now=scene.now,
    )


def _officer(scene: Scene, key: str) -> Actor:
    return acting(scene.session, key, Role.OFFICER, scene.now)
