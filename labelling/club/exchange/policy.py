"""Who may do what among exchanges: members about themselves, the office keeps an eye on it."""

from labelling.club import cures
from labelling.club.exchange.subjects import OneVisit, OwnAsked, OwnQuestion, Visits
from labelling.club.results.subjects import OwnResults
from labelling.club.subjects import Place
from labelling.club.ties import BOUND_OFFICER
from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Verdict,
    allowed_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

GUESTS_ONLY = lazy("A guest says that the visit took place.")


def _is_office(actor: Actor) -> bool:
    return actor.role is Role.OFFICER


def _view(actor: Actor, visits: Visits) -> Verdict:
    if _is_office(actor):
        return ALLOWED
    if visits.place is None or not visits.place.acted_for_by(actor):
        return HIDDEN
    return cures.stands(visits.place)


def _plan(actor: Actor, visits: Visits) -> Verdict:
    verdict = _view(actor, visits)
    if not verdict.allowed or _is_office(actor) or visits.place is None:
        return verdict
    return cures.written(actor, visits.place)


def _settle(actor: Actor, visit: OneVisit) -> Verdict:
    """Let those settle a visit who see it: guests, hosts, and the office."""
    if _is_office(actor):
        return ALLOWED
    place = visit.place
    if place is None or not place.acted_for_by(actor):
        return HIDDEN
    if place.membership.id not in {visit.row.host_id, *visit.guests}:
        return HIDDEN
    return cures.first_refusal(cures.written(actor, place), cures.stands(place))


def _ask(actor: Actor, results: OwnResults) -> Verdict:
    return _answers_for(actor, results.place)


def _answers_for(actor: Actor, place: Place) -> Verdict:
    if not place.acted_for_by(actor):
        return HIDDEN
    return cures.first_refusal(cures.answered(actor, place), cures.stands(place))


def _answer(actor: Actor, asked: OwnAsked) -> Verdict:
    return _answers_for(actor, asked.place)


def _close(actor: Actor, question: OwnQuestion) -> Verdict:
    if _is_office(actor):
        return allowed_if(not question.office_bound, BOUND_OFFICER)
    return _answers_for(actor, question.place)


register(Permission.VISITS_VIEW, Visits, _view)
register(Permission.VISIT_PLAN, Visits, _plan)
register(Permission.VISIT_SETTLE, OneVisit, _settle)
register(Permission.QUESTION_ASK, OwnResults, _ask)
register(Permission.QUESTION_ANSWER, OwnAsked, _answer)
register(Permission.QUESTION_CLOSE, OwnQuestion, _close)
