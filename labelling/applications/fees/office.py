"""The box on the fee on the officer's page of an application, and the tasks around fees."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.fees.models import Fee
from labelling.applications.fees.queries import get_fee
from labelling.applications.fees.standing import STATE_NAMES, state_of
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel, add
from labelling.applications.ties import without_tie
from labelling.core.access import Actor, Role, may, visible
from labelling.core.clock import today, utcnow
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.errors import NotFound
from labelling.core.i18n import format_day, format_number, gettext
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation


@add
def office_box(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return the box on the fee: how it stands, what it amounts to, until when it is due."""
    if not may(actor, Permission.FEE_VIEW, application):
        return []
    try:
        fee = get_fee(session, application.id)
    except NotFound:
        return []
    lines = [(gettext("State"), str(STATE_NAMES[state_of(fee, today(utcnow()))]))]
    if fee.amount is not None:
        lines.append((gettext("Amount"), f"{format_number(fee.amount)} {fee.currency}"))
    if fee.due_on is not None and fee.paid_on is None:
        lines.append((gettext("Due"), format_day(fee.due_on)))
    return [
        Panel(
            gettext("Fee"),
            lines=tuple(lines),
            button=gettext("Open the fee"),
            address=f"/applications/{application.id}/fee",
        )
    ]


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Yield the waivers that another officer has proposed."""
    if actor.role is not Role.OFFICER:
        return
    rows = session.execute(
        select(Application, Organisation.name)
        .join(Fee, Fee.application_id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            visible(actor, Permission.FEE_VIEW),
            without_tie(actor),
            Fee.waiver_proposed_by.is_not(None),
            Fee.waiver_proposed_by != actor.person_id,
            Fee.waived_at.is_(None),
        )
        .order_by(Fee.waiver_proposed_at, Fee.id)
    )
    for application, name in rows:
        yield Task(
            title=gettext("Decide whether a fee is waived"),
            about=f"{name} · {application.reference}",
            button=gettext("Open the fee"),
            address=f"/applications/{application.id}/fee",
        )
