"""Who sees conditions, who reports on them for the holder, and who judges the reports."""

from labelling.core.access import ALLOWED, HIDDEN, Actor, Seat, Verdict, allowed_if, register
from labelling.core.permissions import Permission
from labelling.decisions.conditions.subjects import ConditionCase
from labelling.decisions.two_persons import first_person
from labelling.organisations.policy import WRITERS_ONLY


def _sees(actor: Actor, case: ConditionCase) -> Verdict:
    if not case.binds:
        return HIDDEN
    if actor.holds(case.application.organisation_id):
        return ALLOWED
    return first_person(actor, case)


def _reports(actor: Actor, case: ConditionCase) -> Verdict:
    organisation_id = case.application.organisation_id
    if not case.binds or not actor.holds(organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(organisation_id, Seat.OWNER, Seat.CONTRIBUTOR), WRITERS_ONLY)


def _judges(actor: Actor, case: ConditionCase) -> Verdict:
    return first_person(actor, case) if case.binds else HIDDEN


register(Permission.CONDITION_VIEW, ConditionCase, _sees)
register(Permission.CONDITION_REPORT, ConditionCase, _reports)
register(Permission.CONDITION_JUDGE, ConditionCase, _judges)
