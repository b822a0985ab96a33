"""How assessors practised and were measured, who took a course, who trained which office."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from labelling.core.access import Role
from labelling.core.clock import today
from labelling.desk.demo_data import cast
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.office import EDITION
from labelling.desk.demo_data.organisations import BY_KEY
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.reviews.calibration.actions import (
    Given,
    begin_round,
    hand_in_round,
    propose_rule,
    save_case,
)
from labelling.reviews.calibration.cases import cases_of
from labelling.reviews.calibration.queries import rule_of
from labelling.reviews.courses.actions import answer_module, record_training
from labelling.reviews.courses.library import get_course
from labelling.reviews.courses.queries import organisations
from labelling.reviews.reliability.actions import measure_severity, note_read
from labelling.reviews.reliability.queries import own_notices

_DEVIATIONS = (0, 5, -5, 0, 10, 0)
_STRICTER = Fraction(13, 20)
_TRAINED = "lakes"


def assessors_practise(calendar: Calendar) -> Story:
    """Let one assessor be cleared, one be too generous, and one be in the middle of it."""
    scene = yield calendar.at(60, 10)
    _practise(scene, "anna", None, 0)
    scene = yield calendar.at(40, 10)
    _practise(scene, "carla", None, 20)
    scene = yield calendar.at(8, 10)
    _practise(scene, "benoit", 1, 0)


def people_learn(calendar: Calendar) -> Story:
    """Let an assessor and a manager finish their courses, another begin, a trainer be recorded."""
    scene = yield calendar.at(70, 11)
    _learn(scene, "anna", Role.ASSESSOR, "assessor", 5)
    scene = yield calendar.at(20, 11)
    _learn(scene, "hugo", Role.MANAGER, "manager", 5)
    scene = yield calendar.at(6, 11)
    _learn(scene, "dieter", Role.ASSESSOR, "assessor", 2)
    scene = yield calendar.at(2, 11)
    name = BY_KEY[_TRAINED].profile.name
    [office] = [key for key, called in organisations(scene.session) if called == name]
    record_training(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        course_id="manager",
        email=cast.person(scene.session, "eeva").email,
        organisation_id=office,
        held_on=today(scene.now - timedelta(days=7)),
        now=scene.now,
    )


def severity_is_measured(calendar: Calendar) -> Story:
    """Measure how strict assessors are; whoever is told reads it, and answers."""
    scene = yield calendar.at(24, 9)
    measure_severity(
        scene.session,
        actor=acting(scene.session, "marta", Role.QUALITY, scene.now),
        edition_id=EDITION,
        now=scene.now,
    )
    scene = yield calendar.at(22, 18)
    [notice] = own_notices(scene.session, cast.person(scene.session, "dieter").id)
    note_read(
        scene.session,
        actor=acting(scene.session, "dieter", Role.ASSESSOR, scene.now),
        notice_id=notice.id,
        remark="In two of the three cases I had not opened the second paper; I look at all now.",
        now=scene.now,
    )


def rule_is_proposed(calendar: Calendar) -> Story:
    """Propose a stricter rule for live panels, which waits for a second person."""
    scene = yield calendar.at(3, 16)
    asked = rule_of(scene.session, EDITION)
    propose_rule(
        scene.session,
        actor=acting(scene.session, "marta", Role.QUALITY, scene.now),
        edition_id=EDITION,
        rule=replace(asked, agreement=_STRICTER),
        now=scene.now,
    )


def _practise(scene: Scene, key: str, cases: int | None, shift: int) -> None:
    """Score so many cases near the reference, shifted; all of them where None, and hand in."""
    actor = acting(scene.session, key, Role.ASSESSOR, scene.now)
    row = begin_round(scene.session, actor=actor, edition_id=EDITION, now=scene.now)
    for case in cases_of(EDITION, row.case_set)[:cases]:
        given = {
            part.part: Given(min(max(part.score + shift + away, 0), 100))
            for part, away in zip(case.parts, _DEVIATIONS, strict=True)
        }
        save_case(
            scene.session,
            actor=actor,
            round_id=row.id,
            case_id=case.id,
            given=given,
            now=scene.now,
        )
    if cases is None:
        hand_in_round(scene.session, actor=actor, round_id=row.id, now=scene.now)


def _learn(scene: Scene, key: str, role: Role, course_id: str, modules: int) -> None:
    """Do so many modules of a course."""
    actor = acting(scene.session, key, role, scene.now)
    for module in get_course(course_id).modules[:modules]:
        answer_module(
            scene.session,
            actor=actor,
            course_id=course_id,
            module_id=module.id,
            chosen=[question.right for question in module.questions],
            language="en",
            now=scene.now,
        )
