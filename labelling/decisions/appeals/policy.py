"""Who may do what with appeals: nobody who had a part in the case, and never one person alone."""

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Seat,
    Verdict,
    allowed_if,
    denied,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.appeals.life import ENDED, AppealState
from labelling.decisions.appeals.models import STANDING, MemberState
from labelling.decisions.appeals.subjects import AppealCase, AppealList, NewAppeal

OWNERS = lazy("Only an owner of the organisation does this.")
HAD_A_PART = lazy("You had a part in this organisation’s cases, so others deal with the appeal.")
OFFICERS = lazy("The office does this.")
PROPOSED_IT = lazy("You proposed this, so another person decides on it.")
NOT_TWO = lazy(
    "You and the one who proposed this do not count as two persons: one account was made or reset "
    "by the other in the last 30 days. Another person decides."
)
NOT_THE_WRITER = lazy("Another member of the panel writes; you vote on it.")

_OFFICE = frozenset({Role.OFFICER, Role.COMMITTEE})


def _lists(actor: Actor, _list: AppealList) -> Verdict:
    return allowed_if(actor.role in {Role.MANAGER, Role.APPEALS, *_OFFICE})


def _files(actor: Actor, new: NewAppeal) -> Verdict:
    if not actor.holds(new.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(new.organisation_id, Seat.OWNER), OWNERS)


def _is_own(actor: Actor, case: AppealCase) -> bool:
    return actor.holds(case.appeal.organisation_id)


def _is_meant(actor: Actor, case: AppealCase) -> bool:
    """Say whether the subject was made for this actor: rules ask about nobody else."""
    return actor.person_id is not None and case.person_id == actor.person_id


def _sits(actor: Actor, case: AppealCase) -> bool:
    return (
        actor.role is Role.APPEALS
        and case.member is not None
        and case.member.person_id == actor.person_id
        and case.member.state in STANDING
    )


def _views(actor: Actor, case: AppealCase) -> Verdict:
    if not _is_meant(actor, case):
        return HIDDEN
    if _is_own(actor, case):
        return ALLOWED
    if actor.role in _OFFICE:
        return denied(HAD_A_PART) if case.parts and not _closed_it(actor, case) else ALLOWED
    return ALLOWED if _sits(actor, case) else HIDDEN


def _closed_it(actor: Actor, case: AppealCase) -> bool:
    """Say whether the part was to deal with this very appeal, which has ended."""
    appeal = case.appeal
    return appeal.state in ENDED and actor.person_id in {
        appeal.acknowledged_by,
        appeal.proposed_by,
        appeal.judged_by,
        appeal.followed_by,
    }


def _withdraws(actor: Actor, case: AppealCase) -> Verdict:
    if not _is_meant(actor, case) or not _is_own(actor, case):
        verdict = _views(actor, case)
        return denied(OWNERS) if verdict.allowed else verdict
    return allowed_if(actor.holds(case.appeal.organisation_id, Seat.OWNER), OWNERS)


def _handles(actor: Actor, case: AppealCase) -> Verdict:
    verdict = _views(actor, case)
    if not verdict.allowed:
        return verdict
    return allowed_if(actor.role is Role.OFFICER, OFFICERS)


def _judges(actor: Actor, case: AppealCase) -> Verdict:
    verdict = _views(actor, case)
    if not verdict.allowed:
        return verdict
    if actor.role not in _OFFICE:
        return denied(OFFICERS)
    if case.appeal.proposed_by == actor.person_id:
        return denied(PROPOSED_IT)
    return allowed_if(case.independent, NOT_TWO)


def _declares(actor: Actor, case: AppealCase) -> Verdict:
    return ALLOWED if _is_meant(actor, case) and _sits(actor, case) else HIDDEN


def _deliberates(actor: Actor, case: AppealCase) -> Verdict:
    if not _declares(actor, case).allowed or case.member is None:
        return HIDDEN
    if case.member.state is not MemberState.SITTING:
        return HIDDEN
    if case.appeal.state is not AppealState.SITTING:  # the case opens when all have declared
        return HIDDEN
    return denied(HAD_A_PART) if case.parts else ALLOWED


def _drafts(actor: Actor, case: AppealCase) -> Verdict:
    verdict = _deliberates(actor, case)
    if not verdict.allowed or case.member is None:
        return verdict
    return allowed_if(case.member.writes, NOT_THE_WRITER)


register(Permission.APPEAL_LIST, AppealList, _lists)
register(Permission.APPEAL_FILE, NewAppeal, _files)
register(Permission.APPEAL_VIEW, AppealCase, _views)
register(Permission.APPEAL_WITHDRAW, AppealCase, _withdraws)
register(Permission.APPEAL_HANDLE, AppealCase, _handles)
register(Permission.APPEAL_JUDGE, AppealCase, _judges, fresh=True)
register(Permission.APPEAL_DECLARE, AppealCase, _declares)
register(Permission.APPEAL_DELIBERATE, AppealCase, _deliberates)
register(Permission.APPEAL_DRAFT, AppealCase, _drafts)
register(Permission.APPEAL_VOTE, AppealCase, _deliberates, fresh=True)
