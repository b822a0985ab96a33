"""What waits for owners and officers in surveillance."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import format_day, gettext
from labelling.decisions.surveillance import queries
from labelling.decisions.surveillance.anniversaries import window_on
from labelling.decisions.surveillance.describing import tell_finding
from labelling.decisions.surveillance.duty import last_day
from labelling.decisions.surveillance.models import FindingCause
from labelling.decisions.surveillance.words import NOTICE_NAMES
from labelling.decisions.ties import ties_of


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield confirmations, findings and questions for owners; what to assess for officers."""
    if actor.role is Role.MANAGER:
        owned = actor.organisations(Seat.OWNER)
        if owned:
            yield from _of_owner(session, owned, now)
    elif actor.role is Role.OFFICER:
        yield from _of_officer(session, actor, now)


def _of_owner(session: Session, owned: list[UUID], now: datetime) -> Iterator[Task]:
    day = today(now)
    labels = queries.labels_held_by(session, owned, day)
    given = queries.confirmed_days(session, [label.id for label, _ in labels])
    for label, term in labels:
        window = window_on(term.valid_from, term.valid_until, day)
        if window is not None and window.due_on not in given.get(label.id, ()):
            yield Task(
                title=gettext("Confirm that the conditions of the label still hold"),
                about=f"{term.holder} · {label.number}",
                button=gettext("Confirm the year"),
                address=f"/holding/{label.id}/confirmation",
                due=window.due_on,
            )
    held = {label.id for label, _ in labels}
    for one in queries.open_findings(session, of=owned):
        if one.finding.cause is FindingCause.CONFIRMATION or one.waits_for_office:
            continue
        if one.label.id not in held:  # the next check of the day closes it
            continue
        yield Task(
            title=tell_finding(one.finding, one.term).title,
            about=f"{one.holder.name} · {one.label.number}",
            button=gettext("See what to do"),
            address=f"/findings/{one.finding.id}",
            due=one.finding.due_on,
        )
    for notice in queries.open_notices(session, of=owned):
        if notice.asked is not None:
            yield Task(
                title=gettext("Answer the office about a change that you reported"),
                about=f"{NOTICE_NAMES[notice.notice.kind]} · {notice.label.number}",
                button=gettext("Answer it"),
                address=f"/notices/{notice.notice.id}",
                due=notice.asked.due_on,
            )


def _of_officer(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    day = today(now)
    tied = ties_of(session, actor.person_id, day).organisations
    for notice in queries.open_notices(session, but_not=tied):
        asked = notice.asked
        if not actor.works_for(notice.label.scheme):
            continue
        if asked is not None and asked.due_on is not None and day <= asked.due_on:
            continue
        yield Task(
            title=gettext("Assess a change that a holder reported"),
            about=gettext(
                "%(holder)s · %(what)s, of %(day)s",
                holder=notice.holder.name,
                what=NOTICE_NAMES[notice.notice.kind],
                day=format_day(notice.notice.happened_on),
            ),
            button=gettext("Assess it"),
            address=f"/notices/{notice.notice.id}",
            due=asked.due_on if asked is not None else last_day(today(notice.notice.reported_at)),
        )
    for one in queries.open_findings(session, but_not=tied):
        if actor.works_for(one.label.scheme) and (one.waits_for_office or one.is_overdue(day)):
            yield Task(
                title=gettext("Go on with a finding"),
                about=f"{one.holder.name} · {tell_finding(one.finding, one.term).title}",
                button=gettext("Open the finding"),
                address=f"/findings/{one.finding.id}",
                due=one.finding.due_on,
            )
    for report in queries.open_reports(session, but_not=tied):
        if not (actor.schemes is None or (report.label and actor.works_for(report.label.scheme))):
            continue
        yield Task(
            title=gettext("Look into a report of misuse"),
            about=f"{report.report.reference} · "
            f"{report.holder.name if report.holder is not None else report.report.about}",
            button=gettext("Open the report"),
            address=f"/office/misuse/{report.report.id}",
            due=last_day(today(report.report.reported_at)),
        )
