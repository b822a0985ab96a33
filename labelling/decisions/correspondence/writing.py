"""The letters that decisions and changes cause, with the values that they name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in
from labelling.core import i18n
from labelling.core.clock import today
from labelling.decisions.bodies import schemes
from labelling.decisions.conditions.queries import conditions_of
from labelling.decisions.correspondence.actions import write_letter
from labelling.decisions.correspondence.models import Letter, LetterKind
from labelling.decisions.models import (
    Decision,
    Label,
    LabelEvent,
    LabelEventKind,
    LabelTerm,
)
from labelling.organisations.models import Organisation
from labelling.organisations.queries import get_organisation
from labelling.reviews.models import Outcome
from labelling.settings import in_use

_CHANGES = {
    LabelEventKind.SUSPENDED: LetterKind.SUSPENDED,
    LabelEventKind.LIFTED: LetterKind.LIFTED,
    LabelEventKind.REVOKED: LetterKind.REVOKED,
    LabelEventKind.WITHDRAWN: LetterKind.WITHDRAWN,
}


def write_award(
    session: Session,
    application: Application,
    decision: Decision,
    label: Label,
    term: LabelTerm,
    *,
    appeal_by: date,
    now: datetime,
) -> Letter:
    """Write that the label is held: as applied for, at a lower level, or with conditions."""
    holder = get_organisation(session, application.organisation_id)
    kind = LetterKind.AWARDED
    if decision.outcome is Outcome.WITH_CONDITIONS:
        kind = LetterKind.WITH_CONDITIONS
    elif term.level_id != application.level_id:
        kind = LetterKind.LOWER_LEVEL
    with i18n.speaking(holder.language):
        edition = edition_of(application)
        values = {
            **_case(holder, application, decision, appeal_by, now),
            "level": level_in(edition, term.level_id).name,
            "number": label.number,
            "valid_from": i18n.format_day(term.valid_from),
            "valid_until": i18n.format_day(term.valid_until),
            "page": _page(label),
            "conditions": _conditions(session, decision),
        }
    return write_letter(
        session,
        kind=kind,
        scheme=edition.scheme,
        organisation_id=holder.id,
        reference=application.reference,
        values=values,
        now=now,
        application_id=application.id,
        label_id=label.id,
    )


def write_refusal(
    session: Session,
    application: Application,
    decision: Decision,
    *,
    appeal_by: date,
    now: datetime,
) -> Letter:
    """Write that the label is not awarded."""
    holder = get_organisation(session, application.organisation_id)
    with i18n.speaking(holder.language):
        values = _case(holder, application, decision, appeal_by, now)
        scheme = edition_of(application).scheme
    return write_letter(
        session,
        kind=LetterKind.NOT_AWARDED,
        scheme=scheme,
        organisation_id=holder.id,
        reference=application.reference,
        values=values,
        now=now,
        application_id=application.id,
    )


def write_change(
    session: Session, label: Label, event: LabelEvent, *, appeal_by: date, now: datetime
) -> Letter:
    """Write what happened to a label, with the reason that the register gives."""
    holder = get_organisation(session, label.organisation_id)
    with i18n.speaking(holder.language):
        values = {
            **_always(holder, label.scheme, appeal_by, now),
            "number": label.number,
            "reason": event.public_reason,
            "effective_on": i18n.format_day(event.effective_on),
            "page": _page(label),
        }
    return write_letter(
        session,
        kind=_CHANGES[event.kind],
        scheme=label.scheme,
        organisation_id=holder.id,
        reference=label.number,
        values=values,
        now=now,
        label_id=label.id,
    )


def write_appeal_outcome(
    session: Session,
    *,
    kind: LetterKind,
    scheme: str,
    organisation_id: UUID,
    reference: str,
    reason: str,
    application_id: UUID | None,
    label_id: UUID | None,
    now: datetime,
) -> Letter:
    """Write how an appeal came out, with the panel's reasons."""
    holder = get_organisation(session, organisation_id)
    with i18n.speaking(holder.language):
        values = {
            **_always(holder, scheme, today(now), now),
            "reference": reference,
            "reason": reason,
        }
    return write_letter(
        session,
        kind=kind,
        scheme=scheme,
        organisation_id=organisation_id,
        reference=reference,
        values=values,
        now=now,
        application_id=application_id,
        label_id=label_id,
    )


def _always(holder: Organisation, scheme: str, appeal_by: date, now: datetime) -> dict[str, str]:
    known = schemes().get(scheme)
    settings = in_use()
    return {
        "holder": holder.name,
        "city": holder.city,
        "country": i18n.country_name(holder.country),
        "scheme": known.name if known is not None else scheme,
        "decided_on": i18n.format_day(today(now)),
        "appeal_by": i18n.format_day(appeal_by),
        "office": settings.office_name,
        "office_email": settings.office_email,
    }


def _case(
    holder: Organisation,
    application: Application,
    decision: Decision,
    appeal_by: date,
    now: datetime,
) -> dict[str, str]:
    edition = edition_of(application)
    return {
        **_always(holder, edition.scheme, appeal_by, now),
        "scheme": edition.name,
        "reference": application.reference,
        "level_applied": level_in(edition, application.level_id).name,
        "reason": decision.reason,
    }


def _conditions(session: Session, decision: Decision) -> str:
    lines = [
        i18n.gettext(
            "%(number)s. %(text)s (by %(day)s)",
            number=number,
            text=one.text,
            day=i18n.format_day(one.due_on),
        )
        for number, one in enumerate(conditions_of(session, decision.id), start=1)
    ]
    return "\n\n".join(lines)


def _page(label: Label) -> str:
    return f"{in_use().public_url}/labels/{label.public_id}"
