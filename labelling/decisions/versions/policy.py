"""Who asks for a further version of a certificate, who checks it and who decides."""

from labelling.core.access import HIDDEN, Actor, Seat, Verdict, allowed_if, denied, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.models import Label
from labelling.decisions.two_persons import first_person, second_person
from labelling.decisions.versions.subjects import RequestCase
from labelling.organisations.policy import OWNERS_ONLY

_NOT_CHECKED = lazy("An officer checks the request first; then another person decides.")


def _asks(actor: Actor, label: Label) -> Verdict:
    if not actor.holds(label.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(label.organisation_id, Seat.OWNER), OWNERS_ONLY)


def _checks(actor: Actor, case: RequestCase) -> Verdict:
    return first_person(actor, case)


def _decides(actor: Actor, case: RequestCase) -> Verdict:
    """Let a second person decide on what was checked; of a language alone an officer decides."""
    if not case.request.renames:
        return first_person(actor, case)
    if case.request.checked_by is None:
        verdict = first_person(actor, case)
        return verdict if verdict.hidden or case.conflict is not None else denied(_NOT_CHECKED)
    return second_person(actor, case, case.request.checked_by, case.independent)


register(Permission.VERSION_ASK, Label, _asks)
register(Permission.VERSION_CHECK, RequestCase, _checks)
register(Permission.VERSION_DECIDE, RequestCase, _decides, fresh=True)
