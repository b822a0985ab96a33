"""Who may see results: members who accepted the code of conduct, and what they report themselves.

The office sees what the club sees, and releases it; a member's own page is the member's alone.
"""

from labelling.club import cures
from labelling.club.results.subjects import ClubResults, OwnResults, Releases
from labelling.club.subjects import Place
from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Verdict,
    denied,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

OFFICE_ONLY = lazy("The office of the club does this.")


def _own(actor: Actor, results: OwnResults) -> Verdict:
    return _as_member(actor, results.place)


def _as_member(actor: Actor, place: Place) -> Verdict:
    if not place.acted_for_by(actor):
        return HIDDEN
    return cures.stands(place)


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
    return cures.written(actor, results.place)


register(Permission.RESULTS_VIEW, OwnResults, _own)
register(Permission.CLUB_RESULTS_VIEW, ClubResults, _club)
register(Permission.RESULTS_RELEASE, Releases, _release)
register(Permission.PEERS_CHOOSE, OwnResults, _write)
register(Permission.PRACTICE_WRITE, OwnResults, _write)
