"""Who may do what about meetings: the office plans, the chair leads, members come and act.

A sealed sheet is the member's alone: not even the office opens it. A member's own actions, with its
figures, are seen by the member and by officers who are bound up with no member; the club's by its
members.
"""

from labelling.club.meetings.subjects import AtMeeting, ClubActions, OneAction, OwnSheet, is_office
from labelling.club.subjects import Place
from labelling.club.ties import BOUND_OFFICER
from labelling.core.access import ALLOWED, HIDDEN, Actor, Verdict, allowed_if, denied, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

CODE_FIRST = lazy("Accept the code of conduct first.")
OFFICE_ONLY = lazy("The office of the club does this.")
LEADERS_ONLY = lazy("The chair of the meeting or the office does this.")
CHAIR_ONLY = lazy("The chair of the meeting does this.")
INVITED_ONLY = lazy("Those who were named for this meeting do this.")
ANSWERABLE_ONLY = lazy("The contact or an owner of the organisation does this.")
WRITERS_ONLY = lazy("The contact, owners and contributors do this; you are a reader.")
OWN_ONLY = lazy("This sheet is sealed: only the member's own people open it.")
MEMBERS_ONLY = lazy("The pack is for members of the club.")


def _view(actor: Actor, at: AtMeeting) -> Verdict:
    if not at.knows(actor):
        return HIDDEN
    return allowed_if(at.has_accepted(actor), CODE_FIRST)


def _join(actor: Actor, at: AtMeeting) -> Verdict:
    if not at.knows(actor):
        return HIDDEN
    return allowed_if(at.participant is not None, INVITED_ONLY)


def _plan(actor: Actor, at: AtMeeting) -> Verdict:
    if not at.knows(actor):
        return HIDDEN
    return allowed_if(is_office(actor), OFFICE_ONLY)


def _name(actor: Actor, at: AtMeeting) -> Verdict:
    seen = _view(actor, at)
    if not seen.allowed or is_office(actor):
        return seen
    answers = at.place is not None and at.place.answered_for_by(actor)
    return allowed_if(answers, ANSWERABLE_ONLY)


def _lead(actor: Actor, at: AtMeeting) -> Verdict:
    seen = _view(actor, at)
    return allowed_if(at.leads(actor), LEADERS_ONLY) if seen.allowed else seen


def _confirm(actor: Actor, at: AtMeeting) -> Verdict:
    seen = _view(actor, at)
    return allowed_if(at.is_chair(actor), CHAIR_ONLY) if seen.allowed else seen


def _read_pack(actor: Actor, at: AtMeeting) -> Verdict:
    seen = _view(actor, at)
    if not seen.allowed:
        return seen
    return allowed_if(is_office(actor) or at.is_member(actor), MEMBERS_ONLY)


def _open_sheet(actor: Actor, own: OwnSheet) -> Verdict:
    if is_office(actor):
        return denied(OWN_ONLY)
    return _as_member(actor, own.place)


def _as_member(actor: Actor, place: Place | None) -> Verdict:
    if place is None or not place.acted_for_by(actor) or place.membership.left_on is not None:
        return HIDDEN
    return allowed_if(place.accepted, CODE_FIRST)


def _actions(actor: Actor, subject: ClubActions) -> Verdict:
    if is_office(actor):
        return allowed_if(not subject.office_bound, BOUND_OFFICER)
    return _as_member(actor, subject.place)


def _plan_own(actor: Actor, subject: ClubActions) -> Verdict:
    if is_office(actor):
        return denied(WRITERS_ONLY)
    seen = _as_member(actor, subject.place)
    if not seen.allowed or subject.place is None:
        return seen
    return allowed_if(subject.place.written_by(actor), WRITERS_ONLY)


def _keep(actor: Actor, one: OneAction) -> Verdict:
    if one.action.membership_id is not None:
        if is_office(actor):
            return denied(WRITERS_ONLY)
        return _plan_own(actor, ClubActions(one.club, one.place))
    if is_office(actor):
        return ALLOWED
    seen = _as_member(actor, one.place)
    if not seen.allowed:
        return seen
    owns = actor.person_id is not None and one.action.owner_id == actor.person_id
    leads = one.meeting is not None and one.meeting.is_chair(actor)
    return allowed_if(owns or leads, LEADERS_ONLY)


register(Permission.MEETING_VIEW, AtMeeting, _view)
register(Permission.MEETING_JOIN, AtMeeting, _join)
register(Permission.MEETING_PLAN, AtMeeting, _plan)
register(Permission.PARTICIPANT_NAME, AtMeeting, _name)
register(Permission.ATTENDANCE_NOTE, AtMeeting, _plan)
register(Permission.AGENDA_EDIT, AtMeeting, _lead)
register(Permission.MEETING_MINUTES_WRITE, AtMeeting, _lead)
register(Permission.MEETING_MINUTES_RELEASE, AtMeeting, _plan)
register(Permission.MEETING_MINUTES_CONFIRM, AtMeeting, _confirm)
register(Permission.PACK_ORDER, AtMeeting, _plan)
register(Permission.PACK_READ, AtMeeting, _read_pack)
register(Permission.SHEET_OPEN, OwnSheet, _open_sheet)
register(Permission.CLUB_ACTION_LIST, ClubActions, _actions)
register(Permission.CLUB_ACTION_PLAN, ClubActions, _plan_own)
register(Permission.CLUB_ACTION_TYPE, AtMeeting, _lead)
register(Permission.CLUB_ACTION_KEEP, OneAction, _keep)
