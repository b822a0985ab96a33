"""The holder's own pages: what is open, reporting a change, confirming the year."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.schemes import edition_of, sign_of
from labelling.core import access
from labelling.core.access import may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_weekday, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import proofs
from labelling.decisions import queries as labels
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.actions.confirming import missing_figures
from labelling.decisions.surveillance.anniversaries import next_window, window_on
from labelling.decisions.surveillance.describing import tell_finding
from labelling.decisions.surveillance.duty import NOTIFY_WITHIN, days_late
from labelling.decisions.surveillance.forms import NoticeForm, confirmation_form
from labelling.decisions.surveillance.queries.notices import asked
from labelling.decisions.surveillance.views.blueprint import bp, notice
from labelling.decisions.surveillance.words import NOTICE_NAMES, NOTICE_STEPS
from labelling.organisations.queries import get_organisation


@bp.get("/holding/<uuid:label_id>")
def holding(label_id: UUID) -> ResponseReturnValue:
    """Show the holder what the office asks, what was reported and when to confirm."""
    actor, day = asker(), today(identity.now())
    with reading() as session:
        label = labels.get_label(session, label_id)
        access.require(actor, Permission.HOLDING_VIEW, label)
        holder = get_organisation(session, label.organisation_id)
        term = queries.term_of(session, label, day)
        terms = {one.id: one for one in labels.terms_of(session, label_id)}
        notices = queries.notices_of(session, label_id)
        steps = queries.notice_steps(session, [one.id for one in notices])
        open_ = queries.open_findings(session, of=[label.organisation_id])
        given = queries.confirmations_of(session, label_id)
    last = terms[term.id] if term is not None else list(terms.values())[-1]
    confirmed = {row.due_on for row in given}
    window = window_on(term.valid_from, term.valid_until, day) if term is not None else None
    following = next_window(term.valid_from, term.valid_until, day) if term is not None else None
    return pages.page(
        "decisions/surveillance/holding.html",
        label=label,
        holder=holder,
        term=last,
        sign=sign_of(edition_of(last), last.level_id),
        held=term is not None,
        owner=may(actor, Permission.HOLDING_REPORT, label),
        window=window if window is not None and window.due_on not in confirmed else None,
        following=following,
        today=day,
        findings=[
            (one, tell_finding(one.finding, one.term)) for one in open_ if one.label.id == label_id
        ],
        notices=[
            (
                one,
                NOTICE_NAMES[one.kind],
                days_late(one.happened_on, today(one.reported_at)),
                steps.get(one.id, [None])[-1],
            )
            for one in reversed(notices)
        ],
        is_asked={one.id for one in notices if asked(steps.get(one.id, []))},
        step_names=NOTICE_STEPS,
        given=list(reversed(given)),
        within=NOTIFY_WITHIN.days,
        notice=notice(),
    )


@bp.route("/holding/<uuid:label_id>/report", methods=["GET", "POST"])
def report(label_id: UUID) -> ResponseReturnValue:
    """Report a change."""
    form = NoticeForm()
    with reading() as session:
        label = labels.get_label(session, label_id)
        access.require(asker(), Permission.HOLDING_REPORT, label)
        queries.held_label(session, label, today(identity.now()))
        library = proofs.offered(session, label.organisation_id)
    form.offer(library)
    if form.answered():
        try:
            with unit_of_work() as session:
                row = actions.report_change(
                    session,
                    actor=asker(),
                    label_id=label_id,
                    told=form.told,
                    now=identity.now(),
                )
            return redirect(url_for(".notice_page", notice_id=row.id, done="reported"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "decisions/surveillance/report.html",
        422 if form.errors else 200,
        form=form,
        label=label,
        library=library,
        most=proofs.MOST,
        within=NOTIFY_WITHIN.days,
    )


@bp.route("/holding/<uuid:label_id>/confirmation", methods=["GET", "POST"])
def confirm(label_id: UUID) -> ResponseReturnValue:
    """Confirm the year."""
    actor, now = asker(), identity.now()
    day = today(now)
    with reading() as session:
        label = labels.get_label(session, label_id)
        access.require(actor, Permission.HOLDING_REPORT, label)
        term = queries.held_label(session, label, day)
        window = window_on(term.valid_from, term.valid_until, day)
        if window is None:
            raise NotNow(lazy("No yearly confirmation is open."))
        if queries.find_confirmation(session, label_id, window.due_on) is not None:
            return redirect(url_for(".holding", label_id=label_id))
        edition = edition_of(term)
        missing = missing_figures(session, label.organisation_id, edition, day)
    rules = [rule for rule in edition.eligibility if rule.kind == "declared"]
    form = confirmation_form(rules)
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.confirm_year(
                    session,
                    actor=actor,
                    label_id=label_id,
                    agreed=form.agreed(rules),
                    now=now,
                )
            return redirect(url_for(".holding", label_id=label_id, done="confirmed"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "decisions/surveillance/confirm.html",
        422 if form.errors else 200,
        form=form,
        label=label,
        term=term,
        rules=rules,
        window=window,
        missing=missing,
        overdue=window.is_overdue(day),
        turn=Turn(gettext("You act next"), format_weekday(window.due_on)),
    )
