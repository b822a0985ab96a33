"""Who may do what about meetings: the office plans, the chair leads, members come and act.

A sealed sheet is the member's alone: not even the office opens it. A member's own actions, with its
figures, are seen by the member and by officers who are bound up with no member; the club's by its
members.
"""

from labelling.club import cures
from labelling.club.meetings.models import Meeting
from labelling.club.meetings.subjects import AtMeeting, ClubActions, OneAction, OwnSheet, is_office
from labelling.club.subjects import Place
from labelling.club.ties import BOUND_OFFICER
from labelling.core.access import ALLOWED, HIDDEN, Actor, Verdict, allowed_if, denied, register
from labelling.core.errors import Way
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

OFFICE_ONLY = lazy("The office of the club does this.")
LEADERS_ONLY = lazy("The chair of the meeting or the office does this.")
CHAIR_ONLY = lazy("The chair of the meeting does this.")
INVITED_ONLY = lazy("Those who were named for this meeting do this.")
OWN_ONLY = lazy("This sheet is sealed: only the member's own people open it.")
MEMBERS_ONLY = lazy("The pack is for members of the club.")


def guest_accepts(meeting: Meeting) -> Way:
    """Return where a guest of a meeting accepts the code of conduct."""
    return Way(cures.READ_THE_CODE, "meetings.code", {"meeting_id": meeting.id}, returns=True)


def naming(actor: Actor, place: Place | None, meeting: Meeting) -> Way | None:
    """Return where somebody is named for a meeting, None for who does not name its member's."""
    if place is None or not (place.accepted and place.answered_for_by(actor)):
        return None
    return Way(lazy("Name who comes for you"), "meetings.participants", {"meeting_id": meeting.id})


def _view(actor: Actor, at: AtMeeting) -> Verdict:
    if not at.knows(actor):
        return HIDDEN
    if at.place is not None and at.is_member(actor) and not is_office(actor):
        return cures.accepted(at.place)
    return allowed_if(at.has_accepted(actor), cures.CODE_FIRST, guest_accepts(at.meeting))


def _join(actor: Actor, at: AtMeeting) -> Verdict:
    if not at.knows(actor):
        return HIDDEN
    return allowed_if(at.participant is not None, INVITED_ONLY, naming(actor, at.place, at.meeting))


def _plan(actor: Actor, at: AtMeeting) -> Verdict:
    if not at.knows(actor):
        return HIDDEN
    return allowed_if(is_office(actor), OFFICE_ONLY)


def _name(actor: Actor, at: AtMeeting) -> Verdict:
    seen = _view(actor, at)
    if not seen.allowed or is_office(actor):
        return seen
    return denied(cures.ANSWERABLE_ONLY) if at.place is None else cures.answered(actor, at.place)


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
    return cures.accepted(place)


def _actions(actor: Actor, subject: ClubActions) -> Verdict:
    if is_office(actor):
        return allowed_if(not subject.office_bound, BOUND_OFFICER)
    return _as_member(actor, subject.place)


def _plan_own(actor: Actor, subject: ClubActions) -> Verdict:
    if is_office(actor):
        return denied(cures.WRITERS_ONLY)
    seen = _as_member(actor, subject.place)
    if not seen.allowed or subject.place is None:
        return seen
    return cures.written(actor, subject.place)


def _keep(actor: Actor, one: OneAction) -> Verdict:
    if one.action.membership_id is not None:
        if is_office(actor):
            return denied(cures.WRITERS_ONLY)
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
