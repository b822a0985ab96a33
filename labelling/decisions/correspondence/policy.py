"""Who reads letters, and who writes their templates: two officers each time."""

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Seat,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.correspondence.subjects import Post, ProposedTemplate, Templates

_WROTE_IT = lazy("You wrote this version, so another officer puts it in force.")
_NOT_TWO = lazy(
    "You and the one who wrote this do not count as two persons: one account was made or reset by "
    "the other in the last 30 days. Another officer puts it in force."
)


def _writes(actor: Actor, _templates: Templates) -> Verdict:
    return known_if(actor.role is Role.OFFICER)


def _confirms(actor: Actor, proposed: ProposedTemplate) -> Verdict:
    if actor.role is not Role.OFFICER or proposed.person_id != actor.person_id:
        return HIDDEN
    if proposed.template.written_by == actor.person_id:
        return denied(_WROTE_IT)
    return allowed_if(proposed.independent, _NOT_TWO)


def _reads(actor: Actor, post: Post) -> Verdict:
    if post.person_id != actor.person_id:
        return HIDDEN
    if actor.holds(post.letter.organisation_id, Seat.OWNER):
        return ALLOWED
    if actor.role is Role.OFFICER:
        return denied(post.conflict) if post.conflict is not None else ALLOWED
    return denied() if actor.holds(post.letter.organisation_id) else HIDDEN


# letters
register(Permission.LETTER_TEMPLATE_WRITE, Templates, _writes)
register(Permission.LETTER_TEMPLATE_CONFIRM, ProposedTemplate, _confirms, fresh=True)
register(Permission.LETTER_READ, Post, _reads)
