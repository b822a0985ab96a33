"""The committee decides, and labels are suspended and revoked: two persons each time."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from labelling.core.access import Role
from labelling.core.clock import scheme_zone, today
from labelling.core.errors import NotFound
from labelling.decisions import actions
from labelling.decisions.bodies import is_for_sitting, scheme_of
from labelling.decisions.committee import actions as committee
from labelling.decisions.committee.models import Choice, SittingKind
from labelling.decisions.committee.queries import open_item_of
from labelling.decisions.hearings.actions import answer_hearing
from labelling.decisions.hearings.queries import find_heard
from labelling.decisions.models import Decision, DecisionState, Label, LabelEventKind
from labelling.decisions.offers.actions import accept_offer
from labelling.desk.demo_data.cases import Case, organisation_of
from labelling.desk.demo_data.cast import acting, person
from labelling.desk.demo_data.organisations import Office
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.people.models import Person
from labelling.people.queries import people_with_role
from labelling.reviews.models import Outcome
from labelling.reviews.queries import recommendation
from labelling.settings import in_use

SITS_AFTER = 6  # days between the invitation and the meeting
_REASONS = {
    Outcome.AWARDED: "All rules of the level hold. The work is planned, known to the members and "
    "looked at on fixed dates.",
    Outcome.LOWER_LEVEL: "The rules of the level that you applied for do not all hold yet; those "
    "of the level below do. The report says which parts are near.",
    Outcome.NOT_AWARDED: "The rules of the level do not hold yet. The report names three parts "
    "where one further year of work would show.",
}


def prepare(scene: Scene, case: Case) -> None:
    """Prepare the decision that the team recommends."""
    application = case.application(scene.session)
    recommended = recommendation(scene.session, application.id)
    if recommended is None:
        raise NotFound
    actions.prepare_decision(
        scene.session,
        actor=case.in_charge(scene.session, scene.now),
        application_id=application.id,
        outcome=recommended.outcome,
        level_id=recommended.level_id,
        note="Papers complete, no open observation.",
        now=scene.now,
    )


def convene(scene: Scene, case: Case) -> None:
    """Call a sitting of the committee, where one decides on the level."""
    if not is_for_sitting(case.application(scene.session)):
        return
    day = today(scene.now) + timedelta(days=SITS_AFTER)
    officer = case.in_charge(scene.session, scene.now)
    chair = person(scene.session, case.decider)
    deputy = next(one for one in _members(scene) if one.id != chair.id)
    sitting = committee.plan_sitting(
        scene.session,
        actor=officer,
        scheme=scheme_of(case.application(scene.session)),
        arranged=committee.Arrangement(
            kind=SittingKind.MEETING,
            day=day,
            begins_at=datetime.combine(day, time(10), scheme_zone()),
            place="Room 2.14, at the office",
            link="https://meet.demo.example/committee",
            chair_id=chair.id,
            deputy_id=deputy.id,
        ),
        now=scene.now,
    )
    committee.put_on_agenda(
        scene.session,
        actor=officer,
        sitting_id=sitting.id,
        decision_id=_prepared(scene, case).id,
        now=scene.now,
    )
    committee.call_sitting(scene.session, actor=officer, sitting_id=sitting.id, now=scene.now)


def decide(scene: Scene, case: Case) -> None:
    """Decide as prepared: by one member of the committee, or in the sitting that was called.

    A lower level is accepted by the organisation at once.
    """
    decision = _prepared(scene, case)
    reason = _REASONS[decision.proposed_outcome]
    application = case.application(scene.session)
    if is_for_sitting(application):
        _sit(scene, case, decision, reason)
    else:
        _decide_alone(scene, case, decision, reason)
    if decision.proposed_outcome is Outcome.LOWER_LEVEL:
        accept_offer(
            scene.session,
            actor=case.owner(scene.session, scene.now),
            application_id=application.id,
            now=scene.now,
        )


def _decide_alone(scene: Scene, case: Case, decision: Decision, reason: str) -> None:
    actions.take_decision(
        scene.session,
        actor=acting(scene.session, case.decider, Role.COMMITTEE, scene.now),
        decision_id=decision.id,
        outcome=decision.proposed_outcome,
        level_id=decision.proposed_level_id,
        reason=reason,
        private_reason="",
        now=scene.now,
    )


def _sit(scene: Scene, case: Case, decision: Decision, reason: str) -> None:
    """Hold the meeting: all are present, one abstains, the chair closes and approves."""
    session, now = scene.session, scene.now
    chair = acting(session, case.decider, Role.COMMITTEE, now)
    item = open_item_of(session, decision.id)
    if item is None:
        raise NotFound
    members = _members(scene)
    committee.record_attendance(
        session,
        actor=chair,
        sitting_id=item.sitting_id,
        present=[member.id for member in members],
        observers="",
        now=now,
    )
    for member in members:
        committee.cast_vote(
            session,
            actor=acting(session, _key(member), Role.COMMITTEE, now),
            item_id=item.id,
            said=Choice.ABSTAIN if _key(member) == "katri" else Choice.FOR,
            now=now,
        )
    committee.close_item(
        session, actor=chair, item_id=item.id, reason=reason, private_reason="", now=now
    )
    committee.approve_minutes(session, actor=chair, sitting_id=item.sitting_id, now=now)


def _prepared(scene: Scene, case: Case) -> Decision:
    return scene.session.scalars(
        select(Decision).where(
            Decision.application_id == case.application(scene.session).id,
            Decision.state == DecisionState.PREPARED,
        )
    ).one()


def _members(scene: Scene) -> list[Person]:
    return people_with_role(scene.session, Role.COMMITTEE)


def _key(member: Person) -> str:
    return member.email.partition("@")[0]


def label_changes(
    calendar: Calendar, office: Office, days_ago: int, kind: LabelEventKind, reason: str
) -> Story:
    """Change how a label stands: an officer prepares it, the holder is heard, another decides."""
    scene = yield calendar.at(days_ago + in_use().hearing_days + 2, 11)
    label = scene.session.scalars(
        select(Label).where(Label.organisation_id == organisation_of(scene.session, office).id)
    ).one()
    change = actions.prepare_change(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        label_id=label.id,
        kind=kind,
        public_reason=reason,
        private_reason="The letters of the office lie with the case.",
        effective_on=today(scene.now),
        now=scene.now,
    )
    scene = yield calendar.at(days_ago + in_use().hearing_days - 3, 15)
    hearing = find_heard(scene.session, change.id)
    if hearing is None:
        raise NotFound
    answer = answer_hearing(
        scene.session,
        actor=acting(scene.session, office.founder.key, Role.MANAGER, scene.now),
        hearing_id=hearing.hearing.id,
        text="It happened while the office had no manager. It will not happen again.",
        now=scene.now,
    )
    scene = yield calendar.at(days_ago, 10)
    actions.decide_change(
        scene.session,
        actor=acting(scene.session, "marta", Role.OFFICER, scene.now),
        change_id=change.id,
        seen_answer=answer.id,
        now=scene.now,
    )
