"""The committee decides, and labels are suspended and revoked: two persons each time."""

from sqlalchemy import select

from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions import actions
from labelling.decisions.hearings.actions import answer_hearing
from labelling.decisions.hearings.queries import find_heard
from labelling.decisions.models import Decision, DecisionState, Label, LabelEventKind
from labelling.desk.demo_data.cases import Case, organisation_of
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.organisations import Office
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.reviews.models import Outcome
from labelling.reviews.queries import recommendation
from labelling.settings import in_use

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


def decide(scene: Scene, case: Case) -> None:
    """Decide as prepared, by a member of the committee."""
    prepared = scene.session.scalars(
        select(Decision).where(
            Decision.application_id == case.application(scene.session).id,
            Decision.state == DecisionState.PREPARED,
        )
    ).one()
    actions.take_decision(
        scene.session,
        actor=acting(scene.session, case.decider, Role.COMMITTEE, scene.now),
        decision_id=prepared.id,
        outcome=prepared.proposed_outcome,
        level_id=prepared.proposed_level_id,
        reason=_REASONS[prepared.proposed_outcome],
        private_reason="",
        now=scene.now,
    )


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
