"""Suspending, lifting, revoking, withdrawing: prepared on one page, decided on another."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from certificates.standing import status_on
from labelling.core import access
from labelling.core.access import is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, SecondFactorNeeded
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import actions, possible, queries
from labelling.decisions.forms import ChangeForm, SendBackForm
from labelling.decisions.models import DecisionState, LabelEventKind
from labelling.decisions.views.blueprint import bp, notice
from labelling.decisions.words import CHANGE_NAMES, EVENT_NAMES, STATUS_NAMES
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@bp.route("/office/labels/<uuid:label_id>/change", methods=["GET", "POST"])
def change(label_id: UUID) -> ResponseReturnValue:
    """Prepare a change of a label; show it first as strangers will read it."""
    actor, now = asker(), identity.now()
    with reading() as session:
        label = queries.get_label(session, label_id)
        case = queries.label_case_for(session, label, actor.person_id, now)
        access.require(actor, Permission.LABEL_CHANGE_PREPARE, case)
        holder = get_organisation(session, label.organisation_id)
        waiting = queries.find_waiting_change(session, label_id)
        history = queries.history(session, label_id)
    if waiting is not None:
        return redirect(url_for(".decide_change", change_id=waiting.id))
    form = ChangeForm()
    form.offer(possible.choices(history, today(now)), today(now))
    ready = form.answered()
    if ready and "preview" not in request.form:
        try:
            with unit_of_work() as session:
                row = actions.prepare_change(
                    session,
                    actor=actor,
                    label_id=label_id,
                    kind=form.chosen,
                    public_reason=form.public_reason.data or "",
                    private_reason=form.private_reason.data or "",
                    effective_on=form.effective_on.data or today(now),
                    now=now,
                )
            return redirect(url_for(".decide_change", change_id=row.id, done="change-sent"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "decisions/change.html",
        422 if form.errors else 200,
        form=form,
        label=label,
        holder=holder,
        standing=status_on(history, today(now)),
        statuses=STATUS_NAMES,
        preview=ready and not form.errors,
        chosen=form.chosen if ready else None,
        events=EVENT_NAMES,
        turn=Turn(gettext("You act next")),
    )


@bp.get("/office/changes/<uuid:change_id>")
def decide_change(change_id: UUID) -> ResponseReturnValue:
    """Show a prepared change; offer it to those who can decide on it."""
    return _show(change_id, SendBackForm())


@bp.post("/office/changes/<uuid:change_id>")
def take_change(change_id: UUID) -> ResponseReturnValue:
    """Put a prepared change into effect."""
    form = SendBackForm()
    try:
        with unit_of_work() as session:
            event = actions.decide_change(
                session, actor=asker(), change_id=change_id, now=identity.now()
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(change_id, form, refusal.status)
    done = "lifted" if event.kind is LabelEventKind.LIFTED else "change-decided"
    return redirect(url_for(".label", label_id=event.label_id, done=done), 303)


@bp.post("/office/changes/<uuid:change_id>/back")
def send_change_back(change_id: UUID) -> ResponseReturnValue:
    """Send a prepared change back."""
    form = SendBackForm()
    if not form.validate():
        return _show(change_id, form, 422)
    try:
        with unit_of_work() as session:
            row = actions.send_change_back(
                session,
                actor=asker(),
                change_id=change_id,
                reason=form.back_reason.data or "",
                now=identity.now(),
            )
    except (Invalid, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return _show(change_id, form, refusal.status)
    return redirect(url_for(".label", label_id=row.label_id, done="change-back"), 303)


def _show(change_id: UUID, form: SendBackForm, status: int = 200) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_change(session, change_id)
        label = queries.get_label(session, row.label_id)
        access.require(actor, Permission.LABEL_VIEW, label)
        case = queries.change_case_for(session, row, label, actor.person_id, now)
        holder = get_organisation(session, label.organisation_id)
        waits = row.state is DecisionState.PREPARED
        deciders = queries.change_deciders(session, row, label, now) if waits else []
        names = people.names(session, [row.prepared_by, row.decided_by, row.sent_back_by])
        standing = status_on(queries.history(session, label.id), today(now))
    if case.conflict is not None:
        raise NotAllowed(case.conflict)
    takes = waits and may(actor, Permission.LABEL_CHANGE_DECIDE, case)
    verdict = access.decide(actor, Permission.LABEL_CHANGE_DECIDE, case)
    day = max(row.effective_on, today(now)) if waits else row.effective_on
    return pages.page(
        "decisions/decide_change.html",
        status,
        form=form,
        change=row,
        label=label,
        holder=holder,
        names=names,
        day=day,
        today=today(now),
        waits=waits,
        takes=takes,
        why_not="" if verdict.allowed else str(verdict.reason),
        fresh=is_fresh(actor, now),
        deciders=[person.name for person in deciders],
        standing=standing,
        statuses=STATUS_NAMES,
        change_names=CHANGE_NAMES,
        events=EVENT_NAMES,
        revokes=row.kind is LabelEventKind.REVOKED,
        turn=_turn(format_weekday(day), takes=takes) if waits else None,
        notice=notice(),
    )


def _turn(day: str, *, takes: bool) -> Turn:
    return Turn(gettext("You act next") if takes else gettext("A second person acts next"), day)
