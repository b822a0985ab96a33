"""Who may see results: members who accepted the code of conduct, and what they report themselves.

The office sees what the club sees, and releases it; a member's own page is the member's alone.
"""

from labelling.club.results.subjects import ClubResults, OwnResults, Releases
from labelling.club.subjects import Place
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

CODE_FIRST = lazy("Accept the code of conduct first.")
OFFICE_ONLY = lazy("The office of the club does this.")
WRITERS_ONLY = lazy("The contact, owners and contributors do this; you are a reader.")
LEFT = lazy("This member has left the club.")


def _own(actor: Actor, results: OwnResults) -> Verdict:
    return _as_member(actor, results.place)


def _as_member(actor: Actor, place: Place) -> Verdict:
    if not place.acted_for_by(actor):
        return HIDDEN
    if place.membership.left_on is not None:
        return denied(LEFT)
    return allowed_if(place.accepted, CODE_FIRST)


def _club(actor: Actor, results: ClubResults) -> Verdict:
    if actor.role is Role.OFFICER:
        return ALLOWED
    return HIDDEN if results.place is None else _as_member(actor, results.place)


def _release(actor: Actor, releases: Releases) -> Verdict:
    if actor.role is Role.OFFICER:
        return ALLOWED
    if releases.place is None or not releases.place.acted_for_by(actor):
        return HIDDEN
    return denied(OFFICE_ONLY)


def _write(actor: Actor, results: OwnResults) -> Verdict:
    verdict = _as_member(actor, results.place)
    if not verdict.allowed:
        return verdict
    return allowed_if(results.place.written_by(actor), WRITERS_ONLY)


register(Permission.RESULTS_VIEW, OwnResults, _own)
register(Permission.CLUB_RESULTS_VIEW, ClubResults, _club)
register(Permission.RESULTS_RELEASE, Releases, _release)
register(Permission.PEERS_CHOOSE, OwnResults, _write)
register(Permission.PRACTICE_WRITE, OwnResults, _write)
