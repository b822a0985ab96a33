"""How a case goes on between people: questions, the visit planned, the round table, the editor."""

from datetime import time, timedelta
from fractions import Fraction

from labelling.applications.models import Application
from labelling.core.access import Actor, Role
from labelling.core.clock import scheme_zone, today
from labelling.desk.demo_data.assessing import seat_of
from labelling.desk.demo_data.cases import Case
from labelling.desk.demo_data.cast import acting, person
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.reviews import actions
from labelling.reviews.agreement import agreement_of
from labelling.reviews.models import Clarification
from labelling.reviews.reporting.actions import name_editor
from labelling.reviews.roundtable import actions as table
from labelling.reviews.visiting import actions as visiting
from labelling.reviews.visiting.models import Suits
from labelling.reviews.visiting.queries import days
from labelling.settings import in_use

_QUESTIONS = (
    ("3.1", "The fact sheet has 41 members, the list 39. Which two are missing?"),
    ("4.1", "Which of the services on your page did small firms use last year?"),
    ("2.2", "Who stands in when the manager is away for a month?"),
)
_ANSWER = (
    "Two toolmakers joined in December, after the list was printed. The newer list lies with the "
    "evidence of part 3.2 now, and has 41."
)
_AFTER_TALK = "The second paper shows the use by small firms, which one of us had not opened."
_WRITING = "Both saw the plan; the check of its effect was shown for one year"


def questions_go_to_and_fro(calendar: Calendar, case: Case, days_ago: int) -> Story:
    """Ask the organisation three things: one is answered, one is with it, one with the office."""
    scene = yield calendar.at(days_ago, 11)
    asked = [_ask(scene, case, *question).id for question in _QUESTIONS[:2]]
    scene = yield calendar.at(days_ago, 15)
    for one in asked:
        actions.forward_clarification(
            scene.session,
            actor=case.in_charge(scene.session, scene.now),
            clarification_id=one,
            now=scene.now,
        )
    scene = yield calendar.at(days_ago - 1, 10)
    actions.answer_clarification(
        scene.session,
        actor=case.owner(scene.session, scene.now),
        clarification_id=asked[0],
        answer=_ANSWER,
        now=scene.now,
    )
    scene = yield calendar.at(days_ago - 2, 16)
    _ask(scene, case, *_QUESTIONS[2])


def visit_is_planned(calendar: Calendar, case: Case, days_ago: int) -> Story:
    """Propose three days for the visit; assessor and owners say which suit them."""
    scene = yield calendar.at(days_ago, 10)
    application, [lead, *_] = _case(scene, case)
    visiting.save_plan(
        scene.session,
        actor=lead,
        application_id=application.id,
        written=visiting.Written(
            place=f"Office of the cluster, {case.office.profile.city}",
            people={
                "member_small": (2, "09:30"),
                "member_inactive": (1, "10:30"),
                "member_research": (1, "11:00"),
                "member_other": (1, "11:30"),
                "chair": (1, "13:00"),
                "staff": (1, "14:00"),
            },
            papers="List of members with the day on which each joined\nMinutes of the last two "
            "meetings of the board\nBudget and actual of last year",
            questions="Which priority was given up last year, and why?\n"
            "What do members get who have no time for meetings?",
        ),
        version=1,
        now=scene.now,
    )
    for weeks in (2, 3, 4):
        visiting.propose_day(
            scene.session,
            actor=lead,
            application_id=application.id,
            day=today(scene.now) + timedelta(weeks=weeks, days=-scene.now.weekday() + weeks % 3),
            starts=time(9),
            ends=time(16, 30),
            zone=str(scheme_zone()),
            now=scene.now,
        )
    visiting.ask_days(scene.session, actor=lead, application_id=application.id, now=scene.now)
    said = (Suits.YES, Suits.NO, Suits.IF_NEED_BE)
    _answer_days(scene, application, lead, said)
    scene = yield calendar.at(days_ago - 1, 13)
    for (character, _), turned in zip(case.office.people[:2], (0, 1), strict=True):
        actor = acting(scene.session, character.key, Role.MANAGER, scene.now)
        _answer_days(scene, application, actor, said[turned:] + said[:turned])


def round_table_is_open(calendar: Calendar, case: Case) -> Story:
    """Agree on one part at the table with a dissent, and be in the middle of the next one."""
    scene = yield calendar.begins - timedelta(minutes=16)
    application, [lead, second] = _case(scene, case)
    opened = table.open_table(
        scene.session, actor=lead, application_id=application.id, now=scene.now
    )
    first, following = _to_discuss(scene, application)[:2]
    _show(scene, application, lead, opened.turn, first)
    _say(scene, application, first, ((lead, 70), (second, 65)))
    scene = yield calendar.begins - timedelta(minutes=5)
    application, [lead, second] = _case(scene, case)
    table.agree_at_table(
        scene.session,
        actor=lead,
        application_id=application.id,
        part_id=first,
        pen=opened.pen,
        draft=table.Draft(
            score="70",
            not_applicable=False,
            reason=_AFTER_TALK,
            strengths="Most small firms can name what they asked for and what came of it.",
            improvements="Say in the plan which requests were turned down, and why.",
        ),
        score=Fraction(70),
        discussed_from=in_use().difference_points,
        now=scene.now,
    )
    actions.write_dissent(
        scene.session,
        actor=second,
        application_id=application.id,
        part_id=first,
        text="Two firms of sixty are too few to speak of most. I would stay at 60.",
        now=scene.now,
    )
    scene = yield calendar.begins - timedelta(minutes=4)
    application, [lead, second] = _case(scene, case)
    opened = table.open_table(
        scene.session, actor=lead, application_id=application.id, now=scene.now
    )
    _show(scene, application, lead, opened.turn, following)
    _say(scene, application, following, ((lead, 75), (second, 70)))
    table.write_draft(
        scene.session,
        actor=lead,
        application_id=application.id,
        part_id=following,
        pen=opened.pen,
        version=0,
        draft=table.Draft("75", False, _WRITING, "", ""),
        now=scene.now,
    )


def report_is_edited(calendar: Calendar, case: Case, days_ago: int, editor: str) -> Story:
    """Let somebody outside the team look through the language of a report."""
    scene = yield calendar.at(days_ago, 15)
    name_editor(
        scene.session,
        actor=case.in_charge(scene.session, scene.now),
        application_id=case.application(scene.session).id,
        person_id=person(scene.session, editor).id,
        now=scene.now,
    )


def _case(scene: Scene, case: Case) -> tuple[Application, list[Actor]]:
    return case.application(scene.session), case.assessors(scene.session, scene.now)


def _ask(scene: Scene, case: Case, part_id: str, text: str) -> Clarification:
    [lead, *_] = case.assessors(scene.session, scene.now)
    return actions.ask_applicant(
        scene.session,
        actor=lead,
        seat_id=seat_of(scene, case, lead).id,
        part_id=part_id,
        text=text,
        now=scene.now,
    )


def _answer_days(
    scene: Scene, application: Application, actor: Actor, said: tuple[Suits, ...]
) -> None:
    proposed = days(scene.session, application.id)
    visiting.answer_days(
        scene.session,
        actor=actor,
        application_id=application.id,
        answers=dict(zip((day.id for day in proposed), said, strict=True)),
        now=scene.now,
    )


def _to_discuss(scene: Scene, application: Application) -> list[str]:
    agreement = agreement_of(scene.session, application, in_use().difference_points)
    return [part.part_id for part in agreement.open_parts]


def _show(scene: Scene, application: Application, lead: Actor, turn: int, part_id: str) -> None:
    table.show_part(
        scene.session,
        actor=lead,
        application_id=application.id,
        turn=turn,
        part_id=part_id,
        now=scene.now,
    )


def _say(
    scene: Scene, application: Application, part_id: str, scores: tuple[tuple[Actor, int], ...]
) -> None:
    for actor, score in scores:
        table.say(
            scene.session,
            actor=actor,
            application_id=application.id,
            part_id=part_id,
            score=Fraction(score),
            not_applicable=False,
            now=scene.now,
        )
