"""The office's pages: what is open, a quarter in numbers, the file of a label."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.decisions import queries as labels
from labelling.decisions.surveillance import queries
from labelling.decisions.surveillance.describing import tell_finding
from labelling.decisions.surveillance.duty import days_late
from labelling.decisions.surveillance.models import FindingCause
from labelling.decisions.surveillance.quarters import Quarter
from labelling.decisions.surveillance.queries.counting import counts_between
from labelling.decisions.surveillance.queries.filing import Entry, Thing
from labelling.decisions.surveillance.queries.findings import OpenFinding
from labelling.decisions.surveillance.subjects import Watch
from labelling.decisions.surveillance.views.blueprint import bp, notice
from labelling.decisions.surveillance.words import CAUSE_NAMES, NOTICE_NAMES, OUTCOME_NAMES
from labelling.decisions.ties import ties_of
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people

AGES = (30, 90)
"""Days that part findings by age: fresh, older, old."""


@dataclass(frozen=True, slots=True)
class Aged:
    """How many findings of a cause are open, by age: up to 30 days, up to 90, more."""

    cause: FindingCause
    counts: tuple[int, int, int]


@bp.get("/office/surveillance")
def index() -> ResponseReturnValue:
    """List what is open with holders, and reports of misuse."""
    actor, day = asker(), today(identity.now())
    access.require(actor, Permission.SURVEILLANCE_LIST, Watch())
    with reading() as session:
        tied = ties_of(session, actor.person_id, day).organisations
        findings = queries.open_findings(session, but_not=tied)
        notices = queries.open_notices(session, but_not=tied)
        reports = queries.open_reports(session, but_not=tied)
    return pages.page(
        "decisions/surveillance/index.html",
        findings=[
            (one, tell_finding(one.finding, one.term))
            for one in findings
            if actor.works_for(one.label.scheme)
        ],
        notices=[
            (one, NOTICE_NAMES[one.notice.kind],
             days_late(one.notice.happened_on, today(one.notice.reported_at)))
            for one in notices
            if actor.works_for(one.label.scheme)
        ],
        reports=[
            one
            for one in reports
            if actor.schemes is None or (one.label and actor.works_for(one.label.scheme))
        ],
        whole=access.may(actor, Permission.SURVEILLANCE_LIST, Watch(whole=True)),
        today=day,
        age=lambda one: (day - today(one.finding.found_at)).days,
        quarter=str(Quarter.of(day)),
        notice=notice(),
    )  # fmt: skip


@bp.get("/office/surveillance/<quarter>")
def quarter(quarter: str) -> ResponseReturnValue:
    """Show a quarter in numbers, with what is overdue and open today."""
    actor, day = asker(), today(identity.now())
    access.require(actor, Permission.SURVEILLANCE_LIST, Watch(whole=True))
    shown = Quarter.read(quarter)
    if shown is None or shown.first_day > day:
        raise NotFound
    with reading() as session:
        tied = ties_of(session, actor.person_id, day).organisations
        counts = counts_between(session, shown.first_day, shown.last_day)
        overdue = queries.overdue_confirmations(session, but_not=tied)
        findings = queries.open_findings(session, but_not=tied)
    return pages.page(
        "decisions/surveillance/quarter.html",
        shown=shown,
        counts=counts,
        overdue=overdue,
        aged=_aged(findings, day),
        today=day,
        causes=CAUSE_NAMES,
        kinds=NOTICE_NAMES,
        outcomes=OUTCOME_NAMES,
        before=url_for(".quarter", quarter=str(shown.before)),
        after=url_for(".quarter", quarter=str(shown.after)) if shown.last_day < day else "",
    )


@bp.get("/office/labels/<uuid:label_id>/file")
def file(label_id: UUID) -> ResponseReturnValue:
    """Show the file of a label, in order of time."""
    actor, now = asker(), identity.now()
    with reading() as session:
        label = labels.get_label(session, label_id)
        case = labels.label_case_for(session, label, actor.person_id, now)
        access.require(actor, Permission.SURVEILLANCE_HANDLE, case)
        holder = get_organisation(session, label.organisation_id)
        entries = queries.file_of(session, label_id)
        names = people.names(session, [entry.by for entry in entries])
        checked = queries.last_check(session, label_id)
    return pages.page(
        "decisions/surveillance/file.html",
        label=label,
        holder=holder,
        recorded=[(entry, address_of(entry)) for entry in entries],
        names=names,
        checked=checked,
        notice=notice(),
    )


def address_of(entry: Entry) -> str:
    """Return the page that has an entry of the file whole; nothing where the entry is all."""
    if entry.thing is Thing.NOTICE:
        return url_for("surveillance.notice_page", notice_id=entry.id)
    if entry.thing is Thing.FINDING:
        return url_for("surveillance.finding", finding_id=entry.id)
    if entry.thing is Thing.REPORT:
        return url_for("surveillance.show_report", report_id=entry.id)
    return ""


def _aged(findings: list[OpenFinding], day: date) -> list[Aged]:
    found = []
    for cause in FindingCause:
        days = [
            (day - today(one.finding.found_at)).days
            for one in findings
            if one.finding.cause is cause
        ]
        fresh, older = (sum(age <= most for age in days) for most in AGES)
        if days:
            found.append(Aged(cause, (fresh, older - fresh, len(days) - older)))
    return found
