"""Who may do what in surveillance: holders about themselves, officers without ties to them."""

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
from labelling.decisions.models import Label
from labelling.decisions.subjects import LabelCase
from labelling.decisions.surveillance.subjects import MisuseCase, Watch, Witness

_OWNERS = lazy("Only an owner of the organisation reports and confirms for it.")


def _views(actor: Actor, label: Label) -> Verdict:
    return known_if(actor.holds(label.organisation_id))


def _reports(actor: Actor, label: Label) -> Verdict:
    if not actor.holds(label.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(label.organisation_id, Seat.OWNER), _OWNERS)


def _lists(actor: Actor, _watch: Watch) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _handles(actor: Actor, case: LabelCase) -> Verdict:
    if actor.role is not Role.OFFICER or case.person_id != actor.person_id:
        return HIDDEN
    return ALLOWED if case.conflict is None else denied(case.conflict)


def _handles_report(actor: Actor, case: MisuseCase) -> Verdict:
    if actor.role is not Role.OFFICER or case.person_id != actor.person_id:
        return HIDDEN
    return ALLOWED if case.conflict is None else denied(case.conflict)


def _witnesses(_actor: Actor, _witness: Witness) -> Verdict:
    return ALLOWED


register(Permission.HOLDING_VIEW, Label, _views)
register(Permission.HOLDING_REPORT, Label, _reports)
register(Permission.SURVEILLANCE_LIST, Watch, _lists)
register(Permission.SURVEILLANCE_HANDLE, LabelCase, _handles)
register(Permission.MISUSE_REPORT, Witness, _witnesses)
register(Permission.MISUSE_HANDLE, MisuseCase, _handles_report)
