"""A member's own report on paper: ordered, waited for a moment, downloaded."""

from uuid import UUID

from flask import make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club.results import ordering, queries
from labelling.club.results.views.blueprint import bp, half_year
from labelling.core import access, files, i18n
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker

LOOK_AGAIN = "5"
"""Seconds after which a page that waits loads itself again."""


@bp.get("/members/<uuid:membership_id>/report")
def report(membership_id: UUID) -> ResponseReturnValue:
    """Show whether a member's report of a round is made, being made, or older than its results."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.RESULTS_VIEW, own)
        round_ = queries.round_named(session, own.place.club.id, half_year())
        row = queries.find_report(session, membership_id, round_.id, i18n.language())
        newest = queries.newest_in_report(session, round_.id, membership_id)
    waiting = row is not None and row.waiting
    answer = make_response(
        pages.page(
            "club/results/report.html",
            club=own.place.club,
            membership_id=membership_id,
            round=round_,
            report=row,
            waiting=waiting,
            older=row is not None and row.up_to < newest,
        )
    )
    if waiting:
        answer.headers["Refresh"] = LOOK_AGAIN
    return answer


@bp.post("/members/<uuid:membership_id>/report")
def order_report(membership_id: UUID) -> ResponseReturnValue:
    """Order a member's report of a round, in the language in which it asks."""
    with unit_of_work() as session:
        ordering.order_report(
            session,
            actor=asker(),
            membership_id=membership_id,
            half_year=half_year(),
            language=i18n.language(),
            now=identity.now(),
        )
    return redirect(url_for(".report", membership_id=membership_id, round=half_year()), 303)


@bp.get("/members/<uuid:membership_id>/report.pdf")
def report_pdf(membership_id: UUID) -> ResponseReturnValue:
    """Hand out a member's report, once it is made."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.RESULTS_VIEW, own)
        round_ = queries.round_named(session, own.place.club.id, half_year())
        row = queries.find_report(session, membership_id, round_.id, i18n.language())
    if row is None or row.sha256 is None:
        raise NotFound
    content = files.store().get(row.sha256)
    return attachment(content, f"results-{round_.half_year}.pdf", "application/pdf")
