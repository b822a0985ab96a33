"""Who may do what in a club: the office runs it, members act through seats and contacts.

Membership is confidential: who is neither of the office nor acts for a member does not know of
its place. Who has not accepted the code of conduct neither enters figures nor sees any.
"""

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import object_session

from labelling.club import cures
from labelling.club.award import firsts
from labelling.club.award import policy as award
from labelling.club.exchange import policy as exchange
from labelling.club.meetings import policy as meetings
from labelling.club.meetings.mode import named
from labelling.club.meetings.mode import policy as meeting_mode
from labelling.club.models import Club, Membership
from labelling.club.results import policy as results
from labelling.club.subjects import (
    Clubs,
    Oversight,
    OwnSurvey,
    Part,
    Place,
    acts_for,
    own_memberships,
    sits,
)
from labelling.club.ties import BOUND_OFFICER
from labelling.core.access import HIDDEN, Actor, Role, Seat, Verdict, allowed_if, known_if, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

__all__ = [
    "award",
    "exchange",
    "firsts",
    "meeting_mode",
    "meetings",
    "named",
    "own_memberships",
    "results",
]

OFFICE_ONLY = lazy("The office of the club does this.")
OWNERS_ONLY = lazy("An owner of the organisation does this.")


def _is_office(actor: Actor) -> bool:
    return actor.role is Role.OFFICER


def _list(actor: Actor, clubs: Clubs) -> Verdict:
    return allowed_if(actor.role in {Role.OFFICER, Role.MANAGER} or clubs.chairs)


def _found(actor: Actor, _clubs: Clubs) -> Verdict:
    return allowed_if(_is_office(actor), OFFICE_ONLY)


def _view(actor: Actor, club: Club) -> Verdict:
    return known_if(_is_office(actor) or _is_member(actor, club))


def _viewable(actor: Actor) -> ColumnElement[bool]:
    if _is_office(actor):
        return true()
    mine = select(Membership.club_id).where(own_memberships(actor), Membership.left_on.is_(None))
    return Club.id.in_(mine)


def _is_member(actor: Actor, club: Club) -> bool:
    session = object_session(club)
    if session is None:
        return False
    query = select(Membership).where(Membership.club_id == club.id, Membership.left_on.is_(None))
    return any(acts_for(actor, row) for row in session.scalars(query.where(own_memberships(actor))))


def _run(actor: Actor, club: Club) -> Verdict:
    if not _is_office(actor) and not _is_member(actor, club):
        return HIDDEN
    return allowed_if(_is_office(actor), OFFICE_ONLY)


def _oversee(actor: Actor, oversight: Oversight) -> Verdict:
    runs = _run(actor, oversight.club)
    return allowed_if(not oversight.office_bound, BOUND_OFFICER) if runs.allowed else runs


def _knows(actor: Actor, place: Place) -> bool:
    return _is_office(actor) or place.acted_for_by(actor)


def _place_view(actor: Actor, place: Place) -> Verdict:
    return known_if(_knows(actor, place))


def _place_keep(actor: Actor, place: Place) -> Verdict:
    if not _knows(actor, place):
        return HIDDEN
    return cures.answered(actor, place)


def _code_accept(actor: Actor, place: Place) -> Verdict:
    if not _knows(actor, place):
        return HIDDEN
    return allowed_if(place.acted_for_by(actor) and _stands(place))


def _stands(place: Place) -> bool:
    return place.membership.left_on is None


def _figures_view(actor: Actor, part: Part) -> Verdict:
    if _is_office(actor):
        return allowed_if(not part.office_bound, BOUND_OFFICER)
    if not part.place.acted_for_by(actor):
        return HIDDEN
    return cures.accepted(part.place)


def _figures_edit(actor: Actor, part: Part) -> Verdict:
    return _write(actor, part.place)


def _figures_submit(actor: Actor, part: Part) -> Verdict:
    if not _knows(actor, part.place):
        return HIDDEN
    return cures.first_refusal(cures.answered(actor, part.place), cures.stands(part.place))


def _figures_release(actor: Actor, part: Part) -> Verdict:
    """Let an owner of the organisation release its own figures to its fact sheet."""
    if not part.place.acted_for_by(actor):
        return HIDDEN
    if not sits(actor, part.place.membership.organisation_id, Seat.OWNER):
        return allowed_if(False, OWNERS_ONLY)
    return cures.accepted(part.place)


def _write(actor: Actor, place: Place) -> Verdict:
    if not _knows(actor, place):
        return HIDDEN
    return cures.first_refusal(cures.written(actor, place), cures.stands(place))


def _survey_keep(actor: Actor, survey: OwnSurvey) -> Verdict:
    if not survey.place.acted_for_by(actor):
        return HIDDEN
    return _write(actor, survey.place)


def _token_keep(actor: Actor, place: Place) -> Verdict:
    if not place.acted_for_by(actor):
        return HIDDEN
    return cures.first_refusal(cures.answered(actor, place), cures.stands(place))


register(Permission.CLUB_LIST, Clubs, _list)
register(Permission.CLUB_FOUND, Clubs, _found)
register(Permission.CLUB_VIEW, Club, _view, _viewable)
register(Permission.CLUB_RUN, Club, _run)
register(Permission.CLUB_OVERSEE, Oversight, _oversee)
register(Permission.MEMBERSHIP_VIEW, Place, _place_view)
register(Permission.MEMBERSHIP_KEEP, Place, _place_keep)
register(Permission.CODE_ACCEPT, Place, _code_accept)
register(Permission.INDICATOR_CHOOSE, Place, _write)
register(Permission.INDICATOR_PROPOSE, Place, _write)
register(Permission.FIGURES_VIEW, Part, _figures_view)
register(Permission.FIGURES_EDIT, Part, _figures_edit)
register(Permission.FIGURES_SUBMIT, Part, _figures_submit)
register(Permission.FIGURES_RELEASE, Part, _figures_release)
register(Permission.SURVEY_KEEP, OwnSurvey, _survey_keep)
register(Permission.API_ACCESS_KEEP, Place, _token_keep)
