"""Who may do what about an award: office and chair are two persons, and know the candidates alone.

An officer who is bound up with any member of the club has no part in it. Appraisers read what
candidates wrote, and a name only where the candidate agreed to that.
"""

from labelling.club import cures
from labelling.club.award.subjects import OwnAppraisal, OwnCandidacy, RoundAward, SecondStep
from labelling.club.subjects import chairs
from labelling.club.ties import BOUND_OFFICER
from labelling.core.access import (
    ALLOWED,
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

OFFICE_ONLY = lazy("The office of the club does this.")
CHAIR_ONLY = lazy("The chair of the club confirms the rule.")
PREPARED_IT = lazy("You prepared this, so another person decides. It is kept as prepared.")
NOT_TWO = lazy(
    "You and the one who prepared this do not count as two persons: one account was made or reset "
    "by the other in the last 30 days. Another person decides."
)
BOUND_UP = lazy("You are bound up with a member that this is about, so another person decides.")
BOUND_READER = lazy("You are bound up with a member that this is about, so you do not read it.")
THE_TWO = lazy("Only the two who decided an award know among whom it was decided.")
SEALED = lazy("The file holds members’ figures. Who acts for a member does not see it.")


def is_chair(actor: Actor, award: RoundAward) -> bool:
    """Say whether the actor chairs the club."""
    return chairs(actor, award.club)


def _is_office(actor: Actor) -> bool:
    return actor.role is Role.OFFICER


def _is_member(actor: Actor, award: RoundAward) -> bool:
    return award.place is not None and award.place.acted_for_by(actor)


def _knows(actor: Actor, award: RoundAward) -> bool:
    return (
        _is_office(actor) or is_chair(actor, award) or award.appraiser or _is_member(actor, award)
    )


def _view(actor: Actor, award: RoundAward) -> Verdict:
    if _is_office(actor) or is_chair(actor, award) or award.appraiser:
        return ALLOWED
    if award.place is None or not award.place.acted_for_by(actor):
        return HIDDEN
    return cures.accepted(award.place)


def _prepare(actor: Actor, award: RoundAward) -> Verdict:
    if not _knows(actor, award):
        return HIDDEN
    if not _is_office(actor):
        return denied(OFFICE_ONLY)
    return allowed_if(not award.bound, BOUND_OFFICER)


def _two_persons(actor: Actor, step: SecondStep) -> Verdict:
    if actor.person_id == step.first:
        return denied(PREPARED_IT)
    return allowed_if(step.independent, NOT_TWO)


def _confirm(actor: Actor, step: SecondStep) -> Verdict:
    if not _knows(actor, step.award):
        return HIDDEN
    if not is_chair(actor, step.award):
        return denied(CHAIR_ONLY)
    return _two_persons(actor, step)


def _decide(actor: Actor, step: SecondStep) -> Verdict:
    if not _knows(actor, step.award):
        return HIDDEN
    if not _is_office(actor) and not is_chair(actor, step.award):
        return denied(OFFICE_ONLY)
    if _is_office(actor) and step.award.bound:
        return denied(BOUND_OFFICER)
    if step.concerns & step.award.bound:
        return denied(BOUND_UP)
    return _two_persons(actor, step)


def _names(actor: Actor, step: SecondStep) -> Verdict:
    """Before a decision every officer and the chair may be one of the two; then only they are."""
    if not _is_office(actor) and not is_chair(actor, step.award):
        return HIDDEN
    if _is_office(actor) and step.award.bound:
        return denied(BOUND_OFFICER)
    if step.concerns & step.award.bound:
        return denied(BOUND_READER)
    two = {step.first, step.decided_by}
    return allowed_if(step.decided_by is None or actor.person_id in two, THE_TWO)


def _file(actor: Actor, award: RoundAward) -> Verdict:
    if not _knows(actor, award):
        return HIDDEN
    if award.bound:
        return denied(BOUND_OFFICER if _is_office(actor) else SEALED)
    return allowed_if(_is_office(actor) or is_chair(actor, award), OFFICE_ONLY)


def _candidacy(actor: Actor, own: OwnCandidacy) -> Verdict:
    if not own.place.acted_for_by(actor):
        return HIDDEN
    return cures.first_refusal(cures.answered(actor, own.place), cures.stands(own.place))


def _appraise(actor: Actor, own: OwnAppraisal) -> Verdict:
    return known_if(actor.person_id is not None and own.row.person_id == actor.person_id)


register(Permission.AWARD_VIEW, RoundAward, _view)
register(Permission.AWARD_PREPARE, RoundAward, _prepare)
register(Permission.AWARD_CONFIRM, SecondStep, _confirm)
register(Permission.AWARD_DECIDE, SecondStep, _decide, fresh=True)
register(Permission.AWARD_NAMES, SecondStep, _names)
register(Permission.AWARD_FILE, RoundAward, _file)
register(Permission.AWARD_REVOKE, RoundAward, _prepare)
register(Permission.AWARD_REVOKE_DECIDE, SecondStep, _decide, fresh=True)
register(Permission.CANDIDACY_KEEP, OwnCandidacy, _candidacy)
register(Permission.APPRAISAL_GIVE, OwnAppraisal, _appraise)
