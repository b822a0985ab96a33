"""The officer's check of eligibility: findings, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.dates import set_due
from labelling.applications.actions.moving import move
from labelling.applications.life import State
from labelling.applications.models import Application, EligibilityFinding, Step
from labelling.applications.recipients import tell_owners
from labelling.applications.schemes import edition_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Finding:
    """What the officer found of one rule; a derogation needs its reason."""

    holds: bool
    derogation: bool = False
    reason: str = ""


def record_findings(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    findings: Mapping[str, Finding],
    now: datetime,
) -> None:
    """Record what was found of eligibility rules; a later finding takes the place of this one.

    Raises Invalid for a rule that does not hold, or a derogation, without its reason.
    """
    application = _being_checked(session, actor, application_id, now)
    rules = {rule.id: rule for rule in edition_of(application).eligibility}
    known = _findings(session, application_id)
    for rule_id, finding in findings.items():
        rule = rules.get(rule_id)
        if rule is None or (finding.derogation and rule.derogation is None):
            raise Invalid(lazy("This rule knows no derogation."), field=f"holds-{rule_id}")
        if (not finding.holds or finding.derogation) and not finding.reason:
            raise Invalid(lazy("Give the reason."), field=f"reason-{rule_id}")
        row = known.get(rule_id)
        if row is None:
            row = EligibilityFinding(application_id=application_id, rule_id=rule_id)
            session.add(row)
        row.holds, row.derogation, row.reason = finding.holds, finding.derogation, finding.reason
        row.found_at, row.found_by = now, actor.person_id
    session.flush()
    audit.record(
        session,
        actor,
        "eligibility.found",
        application,
        now,
        findings={
            rule_id: {
                "holds": finding.holds,
                "derogation": finding.derogation,
                "reason": finding.reason,
            }
            for rule_id, finding in findings.items()
        },
    )


def declare_eligible(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> None:
    """Let an application go on to its assessment. Raises NotNow while a rule stands against it."""
    application = _being_checked(session, actor, application_id, now)
    found = _findings(session, application_id)
    for rule in edition_of(application).eligibility:
        finding = found.get(rule.id)
        if finding is None:
            raise NotNow(lazy("Not every rule has been checked yet."))
        if not finding.holds and not finding.derogation:
            raise NotNow(lazy("A rule does not hold. Return the application or refuse it."))
    move(session, actor=actor, application=application, state=State.ELIGIBLE, now=now)
    due = set_due(session, actor=actor, application=application, step=Step.PANEL, now=now)
    tell_owners(session, application, "application_eligible", now, due=due.due_on.isoformat())


def return_application(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    message: str,
    day: date,
    now: datetime,
) -> None:
    """Give an application back with a message; its answers can be changed until the day."""
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.APPLICATION_RETURN, application, now=now)
    _refuse_unless_submitted(application)
    if not message:
        raise Invalid(lazy("Say what the organisation should do."), field="message")
    if day <= today(now):
        raise Invalid(lazy("Choose a day after today."), field="day")
    move(
        session,
        actor=actor,
        application=application,
        state=State.RETURNED,
        now=now,
        message=message,
    )
    set_due(session, actor=actor, application=application, step=Step.SUBMIT, day=day, now=now)
    tell_owners(session, application, "application_returned", now, due=day.isoformat())


def refuse_application(
    session: Session, *, actor: Actor, application_id: UUID, reason: str, now: datetime
) -> None:
    """Refuse an application that is not eligible, with the reason that the organisation reads.

    Raises NotNow unless a finding says that a rule does not hold.
    """
    application = _being_checked(session, actor, application_id, now)
    if not reason:
        raise Invalid(lazy("Give the reason."), field="message")
    found = _findings(session, application_id).values()
    if all(finding.holds or finding.derogation for finding in found):
        raise NotNow(lazy("No rule was found not to hold, so there is no ground to refuse."))
    move(
        session,
        actor=actor,
        application=application,
        state=State.INELIGIBLE,
        now=now,
        message=reason,
    )
    tell_owners(session, application, "application_refused", now)


def _being_checked(
    session: Session, actor: Actor, application_id: UUID, now: datetime
) -> Application:
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ELIGIBILITY_CHECK, application, now=now)
    _refuse_unless_submitted(application)
    return application


def _refuse_unless_submitted(application: Application) -> None:
    if application.state is not State.SUBMITTED:
        raise NotNow(lazy("Eligibility is checked after an application was submitted."))


def _findings(session: Session, application_id: UUID) -> dict[str, EligibilityFinding]:
    rows = session.scalars(
        select(EligibilityFinding).where(EligibilityFinding.application_id == application_id)
    )
    return {row.rule_id: row for row in rows}
