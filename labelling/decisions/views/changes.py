"""Suspending, lifting, revoking, withdrawing: prepared on one page, decided on another."""

from datetime import date
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from certificates.standing import History, Status, status_on
from labelling.core import access
from labelling.core.access import is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, SecondFactorNeeded
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import actions, possible, queries
from labelling.decisions.forms import ChangeForm, SendBackForm
from labelling.decisions.hearings import actions as hearings
from labelling.decisions.hearings.forms import ReplyForm
from labelling.decisions.hearings.queries import Heard, find_heard, get_heard
from labelling.decisions.hearings.standing import is_heard_first
from labelling.decisions.models import DecisionState, LabelEventKind
from labelling.decisions.reasons import handed_on
from labelling.decisions.subjects import LabelCase
from labelling.decisions.views.blueprint import bp, notice
from labelling.decisions.withdrawals.models import WithdrawalRequest
from labelling.decisions.withdrawals.queries import find_request, get_request
from labelling.decisions.words import CHANGE_NOUNS, EVENT_NAMES, STATUS_NAMES
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people
from labelling.reviews.forms.fields import as_uuid


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
        request_ = find_request(session, label_id)
        because = handed_on(session, label_id, request.args.get("because", ""))
    if waiting is not None:
        return redirect(url_for(".decide_change", change_id=waiting.id))
    form = ChangeForm()
    form.offer(possible.choices(history, today(now)), today(now))
    _begin(form, history, request_, today(now))
    if because and not form.private_reason.raw_data:
        form.private_reason.data = because
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
                    urgent_reason=form.urgent_reason.data or "",
                    now=now,
                )
            done = "hearing-sent" if is_heard_first(row) else "change-sent"
            return redirect(url_for(".decide_change", change_id=row.id, done=done), 303)
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
        request=request_,
        days=pages.settings().hearing_days,
        turn=Turn(gettext("You act next")),
    )


def _begin(form: ChangeForm, history: History, asked: WithdrawalRequest | None, day: date) -> None:
    """Begin the form with what the holder asks for, or with the change that the address names."""
    possible_now = possible.choices(history, day)
    if asked is not None and LabelEventKind.WITHDRAWN in possible_now:
        form.prefill(LabelEventKind.WITHDRAWN, gettext("At the holder’s own wish."))
    elif request.args.get("kind") in possible_now:
        form.prefill(LabelEventKind(request.args["kind"]), "")


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
                session,
                actor=asker(),
                change_id=change_id,
                seen_answer=as_uuid(request.form.get("seen_answer")),
                now=identity.now(),
            )
    except (Invalid, Conflict) as refusal:
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


@bp.post("/office/hearings/<uuid:hearing_id>/reply")
def reply(hearing_id: UUID) -> ResponseReturnValue:
    """Reply to what the holder said after an urgent change."""
    form = ReplyForm()
    with reading() as session:
        heard = get_heard(session, hearing_id)
        case = queries.label_case_for(session, heard.label, asker().person_id, identity.now())
    access.require(asker(), Permission.HEARING_REPLY, case)
    if not form.validate():
        return _show(heard.change.id, SendBackForm(), 422, form)
    try:
        with unit_of_work() as session:
            hearings.reply_to_holder(
                session,
                actor=asker(),
                hearing_id=hearing_id,
                text=form.text.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(heard.change.id, SendBackForm(), refusal.status, form)
    return redirect(url_for(".decide_change", change_id=heard.change.id, done="replied"), 303)


def _show(
    change_id: UUID, form: SendBackForm, status: int = 200, reply_form: ReplyForm | None = None
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_change(session, change_id)
        label = queries.get_label(session, row.label_id)
        access.require(actor, Permission.LABEL_VIEW, label)
        case = queries.change_case_for(session, row, label, actor.person_id, now)
        holder = get_organisation(session, label.organisation_id)
        waits = row.state is DecisionState.PREPARED
        deciders = queries.change_deciders(session, row, label, now) if waits else []
        heard = find_heard(session, change_id)
        names = people.names(
            session,
            [
                row.prepared_by,
                row.decided_by,
                row.sent_back_by,
                heard.answer.answered_by if heard is not None and heard.answer else None,
                heard.reply.replied_by if heard is not None and heard.reply else None,
            ],
        )
        asked = get_request(session, row.request_id) if row.request_id is not None else None
        standing = status_on(queries.history(session, label.id), today(now))
    if case.conflict is not None:
        raise NotAllowed(case.conflict)
    unheard = heard is not None and not heard.hearing.afterwards and not heard.is_over(today(now))
    second = waits and may(actor, Permission.LABEL_CHANGE_DECIDE, case)
    takes = second and not unheard
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
        sends_back=second,
        heard=heard,
        unheard=unheard,
        asked=asked,
        reply_form=reply_form or ReplyForm(),
        replies=heard is not None
        and heard.hearing.afterwards
        and heard.answer is not None
        and heard.reply is None
        and may(
            actor,
            Permission.HEARING_REPLY,
            LabelCase(label, actor.person_id, case.conflict),
        ),
        lifts=standing.status is Status.SUSPENDED and row.kind is LabelEventKind.SUSPENDED,
        why_not="" if verdict.allowed else str(verdict.reason),
        fresh=is_fresh(actor, now),
        deciders=[person.name for person in deciders],
        standing=standing,
        statuses=STATUS_NAMES,
        change_names=CHANGE_NOUNS,
        events=EVENT_NAMES,
        revokes=row.kind is LabelEventKind.REVOKED,
        turn=_turn(heard, day, takes=takes, unheard=unheard) if waits else None,
        notice=notice(),
    )


def _turn(heard: Heard | None, day: date, *, takes: bool, unheard: bool) -> Turn:
    if unheard and heard is not None:
        return Turn(gettext("The holder acts next"), format_weekday(heard.hearing.answer_by))
    who = gettext("You act next") if takes else gettext("A second person acts next")
    return Turn(who, format_weekday(day))
