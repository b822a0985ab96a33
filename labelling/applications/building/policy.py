"""Who may build, try and publish editions of schemes."""

from labelling.applications.building.models import EditionDraft
from labelling.applications.building.subjects import ProposedEdition, Workshop
from labelling.core.access import Actor, Role, Verdict, allowed_if, denied, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_NOT_TWO = lazy(
    "Publishing needs two people: you proposed this edition, or one of you was invited or reset "
    "by the other in the last 30 days. Another officer decides."
)


def _builds(actor: Actor, _workshop: Workshop) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _edits(actor: Actor, _draft: EditionDraft) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _publishes(actor: Actor, proposed: ProposedEdition) -> Verdict:
    if actor.role is not Role.OFFICER:
        return denied()
    return allowed_if(actor.person_id == proposed.person_id and proposed.independent, _NOT_TWO)


register(Permission.SCHEME_BUILD, Workshop, _builds)
register(Permission.EDITION_EDIT, EditionDraft, _edits)
register(Permission.EDITION_PUBLISH, ProposedEdition, _publishes, fresh=True)
register(Permission.EDITION_TRY, EditionDraft, _edits)
