"""A label's terms as rows: the one that was given last, and how its renewal stands."""

from labelling.applications.schemes import edition_of, level_of, sign_of
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.decisions.models import LabelTerm
from labelling.decisions.spans import Held


def held_by(term: LabelTerm) -> Held:
    """Return what a term says of its renewal; raise NotNow where its edition says nothing."""
    validity = level_of(term).validity
    if validity is None:
        raise NotNow(lazy("The edition does not say how long this level is valid."))
    return Held(sign_of(edition_of(term), term.level_id).ordinal, term.valid_until, validity)
