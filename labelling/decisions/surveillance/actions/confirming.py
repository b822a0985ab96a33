"""The holder's yearly word that the conditions still hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.applications.eligibility import Declared, latest
from labelling.applications.schemes import edition_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import queries as labels
from labelling.decisions.models import LabelTerm
from labelling.decisions.subjects import person_of
from labelling.decisions.surveillance import queries, watching
from labelling.decisions.surveillance.anniversaries import window_on
from labelling.decisions.surveillance.comparing import Cause
from labelling.decisions.surveillance.describing import CONDITIONS, MARK
from labelling.decisions.surveillance.limits import SHORT_LIMIT, refuse_text
from labelling.decisions.surveillance.models import (
    Confirmation,
    ConfirmationAnswer,
    FindingCause,
)
from labelling.decisions.surveillance.steps import add_finding
from labelling.organisations.queries import fact_values


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an owner says when confirming; a "no" comes with its explanation."""

    rules: Mapping[str, Declared]
    conditions: Declared
    mark: Declared


def confirm_year(
    session: Session, *, actor: Actor, label_id: UUID, agreed: Agreed, now: datetime
) -> Confirmation:
    """Confirm the year, in time or late; each "no" becomes a finding.

    Raises NotNow where no confirmation is open or it was given, Invalid where a rule is left out,
    a "no" has no explanation, or a figure that the rules ask for is missing for the last year.
    """
    label = labels.get_label(session, label_id)
    access.require(actor, Permission.HOLDING_REPORT, label, now=now)
    day = today(now)
    term = queries.held_label(session, label, day)
    window = window_on(term.valid_from, term.valid_until, day)
    if window is None:
        raise NotNow(lazy("No yearly confirmation is open."))
    if queries.find_confirmation(session, label_id, window.due_on) is not None:
        raise NotNow(lazy("This year has been confirmed already."))
    edition = edition_of(term)
    _refuse(edition, agreed)
    missing = missing_figures(session, label.organisation_id, edition, day)
    if missing:
        raise Invalid(
            lazy("Bring the fact sheet up to date first. Missing: %(facts)s."),
            facts=", ".join(missing),
        )
    row = _write(session, actor, term, window.due_on, agreed=agreed, now=now)
    audit.record(
        session,
        actor,
        "confirmation.given",
        row,
        now,
        label=str(label_id),
        due_on=window.due_on.isoformat(),
        all_hold=_all(agreed),
    )
    for key, said in ((CONDITIONS, agreed.conditions), (MARK, agreed.mark)):
        if not said.holds:
            cause = Cause(FindingCause.ANSWER, f"{key}:{window.due_on}")
            add_finding(session, term, cause, now, actor=actor, reported=said.explanation)
    session.flush()
    watching.check_organisation(session, label.organisation_id, now)
    return row


def missing_figures(
    session: Session, organisation_id: UUID, edition: Edition, day: date
) -> list[str]:
    """Return the names of the figures that the rules ask for and that last year does not have."""
    values = fact_values(session, organisation_id)
    asked = {rule.fact for rule in edition.eligibility if rule.fact is not None}
    year = day.year - 1
    return [
        fact.name
        for fact in edition.facts
        if fact.id in asked
        and latest({str(year): values[fact.id, year].value} if (fact.id, year) in values else {})
        == (None, None)
    ]


def _refuse(edition: Edition, agreed: Agreed) -> None:
    declared = [rule.id for rule in edition.eligibility if rule.kind == "declared"]
    for rule_id in declared:
        if rule_id not in agreed.rules:
            raise Invalid(lazy("Choose one."), field=f"rule-{rule_id}")
    if set(agreed.rules) - set(declared):
        raise Invalid(lazy("The rules of this level have changed. Load the page again."))
    said = {f"why-{rule_id}": one for rule_id, one in agreed.rules.items()}
    said |= {"conditions_note": agreed.conditions, "mark_note": agreed.mark}
    for field, one in said.items():
        most = 500 if field.startswith("why-") else SHORT_LIMIT
        refuse_text(one.explanation, field, most=most, needed=not one.holds)


def _all(agreed: Agreed) -> bool:
    said = (*agreed.rules.values(), agreed.conditions, agreed.mark)
    return all(one.holds for one in said)


def _write(
    session: Session,
    actor: Actor,
    term: LabelTerm,
    due_on: date,
    *,
    agreed: Agreed,
    now: datetime,
) -> Confirmation:
    row = Confirmation(
        label_id=term.label_id,
        term_id=term.id,
        due_on=due_on,
        conditions_hold=agreed.conditions.holds,
        conditions_note=agreed.conditions.explanation,
        mark_by_rules=agreed.mark.holds,
        mark_note=agreed.mark.explanation,
        confirmed_at=now,
        confirmed_by=person_of(actor),
    )
    session.add(row)
    session.flush()
    session.add_all(
        ConfirmationAnswer(
            confirmation_id=row.id,
            rule_id=rule_id,
            holds=said.holds,
            explanation=said.explanation,
        )
        for rule_id, said in agreed.rules.items()
    )
    return row
