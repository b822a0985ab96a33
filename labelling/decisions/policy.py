"""Who may do what with decisions and labels. Two persons each time, neither bound up with it."""

from sqlalchemy import ColumnElement, false, true

from labelling.applications.life import State
from labelling.core.access import (
    HIDDEN,
    Actor,
    Role,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import scoping
from labelling.decisions.appeals import policy as appeals
from labelling.decisions.bodies import is_blinded, is_for_sitting
from labelling.decisions.committee import policy as committee
from labelling.decisions.complaints import policy as complaints
from labelling.decisions.conditions import policy as conditions
from labelling.decisions.correspondence import policy as correspondence
from labelling.decisions.hearings import policy as hearings
from labelling.decisions.models import DecisionState, Label
from labelling.decisions.offers import policy as offers
from labelling.decisions.renewal import policy as renewal
from labelling.decisions.subjects import Case, ChangeCase, Docket, LabelCase
from labelling.decisions.surveillance import policy as surveillance
from labelling.decisions.ties import TOOK_PART
from labelling.decisions.two_persons import NOT_TWO, OFFICE, OFFICERS, first_person, second_person
from labelling.decisions.versions import policy as versions
from labelling.decisions.withdrawals import policy as withdrawals

__all__ = [
    "appeals",
    "committee",
    "complaints",
    "conditions",
    "correspondence",
    "hearings",
    "offers",
    "renewal",
    "scoping",
    "surveillance",
    "versions",
    "withdrawals",
]

_BEFORE_COMMITTEE = frozenset({State.RECOMMENDED, State.OFFERED, State.DECIDED})
_TAKEN = frozenset({DecisionState.TAKEN, DecisionState.SET_ASIDE})
_PREPARED_IT = lazy(
    "You prepared this decision, so another person takes it. It is kept as prepared. It is now "
    "with the committee."
)
_COMMITTEE = lazy("The committee decides; the office prepares.")
_SITTING = lazy("The committee decides on this level in a sitting.")


def _is_office(actor: Actor) -> bool:
    return actor.role in OFFICE


def _lists(actor: Actor, _docket: Docket) -> Verdict:
    return allowed_if(_is_office(actor))


def _knows(actor: Actor, case: Case) -> bool:
    """Say whether the actor may know that the case is before the committee."""
    if not _is_office(actor) or case.application.state not in _BEFORE_COMMITTEE:
        return False
    return actor.role is Role.OFFICER or (case.decision is not None and not _is_blind(case))


def _is_blind(case: Case) -> bool:
    """Say whether the committee may not learn yet whose case it is."""
    taken = case.decision is not None and case.decision.state in _TAKEN
    return not taken and is_blinded(case.application)


def _views(actor: Actor, case: Case) -> Verdict:
    if not _knows(actor, case) or case.person_id != actor.person_id:
        return HIDDEN
    if case.conflict is not None:
        return denied(case.conflict)
    return allowed_if(actor.role is Role.OFFICER or not case.took_part, TOOK_PART)


def _prepares(actor: Actor, case: Case) -> Verdict:
    verdict = _views(actor, case)
    if not verdict.allowed:
        return verdict
    return allowed_if(actor.role is Role.OFFICER, OFFICERS)


def _takes(actor: Actor, case: Case) -> Verdict:
    verdict = _views(actor, case)
    if not verdict.allowed or case.decision is None:
        return HIDDEN if verdict.allowed else verdict
    if actor.person_id == case.decision.prepared_by:
        return denied(_PREPARED_IT)
    if actor.role is not Role.COMMITTEE:
        return denied(_COMMITTEE)
    if is_for_sitting(case.application):
        return denied(_SITTING)
    return allowed_if(case.independent, NOT_TWO)


def _sees_label(actor: Actor, label: Label) -> Verdict:
    return known_if(_is_office(actor) and label.organisation_id not in actor.seats)


def _labels(actor: Actor) -> ColumnElement[bool]:
    if not _is_office(actor):
        return false()
    return Label.organisation_id.not_in(list(actor.seats)) if actor.seats else true()


def _decides_change(actor: Actor, case: ChangeCase) -> Verdict:
    return second_person(actor, case, case.change.prepared_by, case.independent)


# decisions
register(Permission.DECISION_LIST, Docket, _lists)
register(Permission.DECISION_VIEW, Case, _views)
register(Permission.DECISION_PREPARE, Case, _prepares)
register(Permission.DECISION_TAKE, Case, _takes, fresh=True)
register(Permission.LABEL_VIEW, Label, _sees_label, _labels)
register(Permission.LABEL_CHANGE_PREPARE, LabelCase, first_person)
register(Permission.LABEL_CHANGE_DECIDE, ChangeCase, _decides_change, fresh=True)
