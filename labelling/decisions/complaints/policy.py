"""Who may do what with complaints: anyone makes one; nobody with a part in the matter handles it.

What is about the office goes to the appeals panels, which stand apart from it; officers do not
even see it. The rest goes to officers, and to the panels' members where no officer is left.
"""

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Verdict,
    allowed_if,
    denied,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.complaints.models import ComplaintState, Concern
from labelling.decisions.complaints.subjects import ComplaintCase, ComplaintList, NewComplaint

HAD_A_PART = lazy("You had a part in what it is about, so others deal with this complaint.")
ANOTHERS = lazy("Somebody else has taken it on.")

_HANDLERS = frozenset({Role.OFFICER, Role.APPEALS})


def handles(role: Role, concern: Concern) -> bool:
    """Say whether complaints of this kind can go to people in this role."""
    return role is Role.APPEALS or (role is Role.OFFICER and concern is not Concern.OFFICE)


def _makes(_actor: Actor, _new: NewComplaint) -> Verdict:
    return ALLOWED


def _lists(actor: Actor, _list: ComplaintList) -> Verdict:
    return allowed_if(actor.role in _HANDLERS)


def _views(actor: Actor, case: ComplaintCase) -> Verdict:
    if actor.person_id is None or case.person_id != actor.person_id:
        return HIDDEN
    if not handles(actor.role, case.complaint.concern):
        return HIDDEN
    if case.parts:
        return denied(HAD_A_PART)
    return ALLOWED if case.falls_to_them else HIDDEN


def _takes_on(actor: Actor, case: ComplaintCase) -> Verdict:
    verdict = _views(actor, case)
    if not verdict.allowed:
        return verdict
    return allowed_if(case.complaint.handled_by in {None, actor.person_id}, ANOTHERS)


def _handles(actor: Actor, case: ComplaintCase) -> Verdict:
    verdict = _views(actor, case)
    if not verdict.allowed:
        return verdict
    if case.complaint.state is ComplaintState.RECEIVED:
        return denied(lazy("Take it on first."))
    return allowed_if(case.complaint.handled_by == actor.person_id, ANOTHERS)


register(Permission.COMPLAINT_MAKE, NewComplaint, _makes)
register(Permission.COMPLAINT_LIST, ComplaintList, _lists)
register(Permission.COMPLAINT_VIEW, ComplaintCase, _views)
register(Permission.COMPLAINT_TAKE_ON, ComplaintCase, _takes_on)
register(Permission.COMPLAINT_HANDLE, ComplaintCase, _handles)
