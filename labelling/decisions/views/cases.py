"""Cases before the committee: the list, preparing, deciding, sending back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.fees.queries import find_unsettled
from labelling.applications.fees.standing import STATE_NAMES as FEE_STATES
from labelling.applications.figures import shown
from labelling.applications.models import Application, Step
from labelling.applications.queries import due, get_application
from labelling.applications.schemes import edition_of, sign_of
from labelling.applications.scoping import is_of_actor
from labelling.core import access
from labelling.core.access import Actor, Role, is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, SecondFactorNeeded
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import actions, printable, queries
from labelling.decisions.actions.granting import label_to_show, spans_of
from labelling.decisions.bodies import is_for_sitting
from labelling.decisions.conditions.queries import conditions_of
from labelling.decisions.fingerprint import fingerprint
from labelling.decisions.forms import DecisionForm, PreparationForm, SendBackForm
from labelling.decisions.holders import earlier_holder
from labelling.decisions.models import DecisionState
from labelling.decisions.offers.queries import offer_of
from labelling.decisions.picture import Picture, picture_of
from labelling.decisions.queries.cases import DocketRow
from labelling.decisions.subjects import Case, Docket
from labelling.decisions.ties import ties_of
from labelling.decisions.views.blueprint import bp, notice
from labelling.decisions.words import OUTCOME_NAMES, STATUS_NAMES
from labelling.issuing.queries import published_terms
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people
from labelling.reviews.models import Outcome


@bp.get("/decisions")
def index() -> ResponseReturnValue:
    """List the cases that wait, and those decided last."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.DECISION_LIST, Docket())
    committee = actor.role is Role.COMMITTEE
    with reading() as session:
        ties = ties_of(session, actor.person_id, today(now))
        waiting = _own(actor, queries.waiting(session, ties, committee=committee))
        decided = _own(actor, queries.decided(session, ties, committee=committee))
    signs = {
        row.application.id: sign_of(edition_of(row.application), row.application.level_id)
        for row in (*waiting, *decided)
    }
    return pages.page(
        "decisions/index.html",
        waiting=waiting,
        decided=decided,
        signs=signs,
        outcomes=OUTCOME_NAMES,
        today=today(now),
        committee=committee,
        notice=notice(),
    )


def _own(actor: Actor, rows: Iterable[DocketRow]) -> list[DocketRow]:
    return [row for row in rows if is_of_actor(actor, row.application)]


@bp.route("/applications/<uuid:application_id>/decision", methods=["GET", "POST"])
def prepare(application_id: UUID) -> ResponseReturnValue:
    """Prepare the decision about an application."""
    actor, now = asker(), identity.now()
    form = PreparationForm()
    with reading() as session:
        application = get_application(session, application_id)
        case = queries.case_for(session, application, actor.person_id, now)
        access.require(actor, Permission.DECISION_PREPARE, case)
        if case.decision is not None and not _can_be_replaced(session, case):
            return redirect(url_for(".show", decision_id=case.decision.id))
        same = case.decision is not None and not _is_outdated(session, case)
        context = _context(session, case)
        back = queries.sent_back(session, application_id)
        before = case.decision or next(iter(back), None)
        written = conditions_of(session, before.id) if before is not None else []
        fee = find_unsettled(session, application_id, today(now))
        names = people.names(session, [row.sent_back_by for row in back])
    picture: Picture = context["picture"]
    form.offer(
        picture.level, [level for level in picture.grantable if level.id in context["spans"]]
    )
    status = 200
    if form.answered():
        outcome, level_id = form.chosen
        try:
            if outcome is not Outcome.NOT_AWARDED:
                _refuse_unprintable(application, level_id or application.level_id)
            with unit_of_work() as session:
                decision = actions.prepare_decision(
                    session,
                    actor=actor,
                    application_id=application_id,
                    outcome=outcome,
                    level_id=level_id,
                    note=form.note.data or "",
                    conditions=form.wanted if form.sets_conditions else (),
                    now=now,
                )
            return redirect(
                url_for(
                    ".show",
                    decision_id=decision.id,
                    done="prepared" if is_for_sitting(application) else "sent",
                ),
                303,
            )
        except Invalid as refusal:
            form.refuse(refusal)
    elif before is not None and not form.errors:
        form.note.data = before.note
        form.show(written)
    if form.errors:
        status = 422
    return pages.page(
        "decisions/prepare.html",
        status,
        form=form,
        sent_back=back,
        fee=FEE_STATES[fee] if fee is not None else "",
        names=names,
        again=case.decision is not None,
        same=same,
        in_sitting=is_for_sitting(application),
        turn=Turn(gettext("You act next"), _by(context["due"])),
        **context,
    )


@bp.get("/decisions/<uuid:decision_id>")
def show(decision_id: UUID) -> ResponseReturnValue:
    """Show a case as it was prepared; offer the decision to those who can take it."""
    return _show(decision_id, DecisionForm(), SendBackForm())


@bp.post("/decisions/<uuid:decision_id>")
def take(decision_id: UUID) -> ResponseReturnValue:
    """Record the decision."""
    form = DecisionForm()
    _offer(decision_id, form)
    if not form.validate():
        return _show(decision_id, form, SendBackForm(), 422)
    outcome, level_id = form.chosen
    try:
        with unit_of_work() as session:
            actions.take_decision(
                session,
                actor=asker(),
                decision_id=decision_id,
                outcome=outcome,
                level_id=level_id,
                reason=form.reason.data or "",
                private_reason=form.private_reason.data or "",
                now=identity.now(),
            )
    except (Invalid, Conflict, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return _show(decision_id, form, SendBackForm(), refusal.status)
    return redirect(url_for(".show", decision_id=decision_id, done="taken"), 303)


@bp.post("/decisions/<uuid:decision_id>/back")
def send_back(decision_id: UUID) -> ResponseReturnValue:
    """Send a preparation back to the office."""
    form = SendBackForm()
    if not form.validate():
        return _show(decision_id, DecisionForm(), form, 422)
    try:
        with unit_of_work() as session:
            actions.send_decision_back(
                session,
                actor=asker(),
                decision_id=decision_id,
                reason=form.back_reason.data or "",
                now=identity.now(),
            )
    except (Invalid, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return _show(decision_id, DecisionForm(), form, refusal.status)
    return redirect(url_for(".index", done="sent-back"), 303)


def _offer(decision_id: UUID, form: DecisionForm) -> None:
    """Offer what can be decided to those who may see the case."""
    actor, now = asker(), identity.now()
    with reading() as session:
        decision = queries.get_decision(session, decision_id)
        application = get_application(session, decision.application_id)
        case = queries.case_for(session, application, actor.person_id, now, decision)
        access.require(actor, Permission.DECISION_VIEW, case)
        picture = picture_of(session, application)
        spans = spans_of(session, application, picture.grantable, now)
        conditions = bool(conditions_of(session, decision_id))
    # What no longer waits is refused as such, not for a level that cannot begin a second time.
    over = decision.state is not DecisionState.PREPARED
    possible = [level for level in picture.grantable if over or level.id in spans]
    form.offer(picture.level, possible, conditions=conditions)


def _show(
    decision_id: UUID, form: DecisionForm, back_form: SendBackForm, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        decision = queries.get_decision(session, decision_id)
        application = get_application(session, decision.application_id)
        case = queries.case_for(session, application, actor.person_id, now, decision)
        access.require(actor, Permission.DECISION_VIEW, case)
        context = _context(session, case)
        names = people.names(
            session, [decision.prepared_by, decision.decided_by, decision.sent_back_by]
        )
        waits = decision.state is DecisionState.PREPARED
        outdated = waits and _is_outdated(session, case)
        deciders = queries.deciders(session, application, decision, now) if waits else []
        agenda = queries.last_item(session, decision_id) if waits else None
        to_put_on = queries.waits_for_agenda(session, application, decision)
        term = queries.term_of_decision(session, decision_id)
        label = queries.get_label(session, term.label_id) if term is not None else None
        published = term is not None and bool(published_terms(session, [term.id]))
        held = label_to_show(session, application, now)
        conditions = conditions_of(session, decision_id)
        offer = offer_of(session, decision_id)
    picture: Picture = context["picture"]
    possible = [level for level in picture.grantable if level.id in context["spans"]]
    form.offer(picture.level, possible, conditions=bool(conditions))
    takes = waits and not outdated and may(actor, Permission.DECISION_TAKE, case)
    verdict = access.decide(actor, Permission.DECISION_TAKE, case)
    return pages.page(
        "decisions/show.html",
        status,
        form=form,
        back_form=back_form,
        decision=decision,
        names=names,
        waits=waits,
        outdated=outdated,
        takes=takes,
        why_not="" if verdict.allowed else str(verdict.reason),
        fresh=is_fresh(actor, now),
        deciders=[person.name for person in deciders],
        agenda=agenda,
        to_put_on=to_put_on,
        held=held,
        label=label,
        term=term,
        certificate=published,
        conditions=conditions,
        offer=offer,
        today=today(now),
        turn=_turn(context["due"], takes=takes, waits=waits, outdated=outdated or to_put_on),
        notice=notice(),
        **context,
    )


def _context(session: Session, case: Case) -> dict[str, Any]:
    """Return what both pages show of a case."""
    application: Application = case.application
    edition = edition_of(application)
    picture = picture_of(session, application)
    return {
        "application": application,
        "organisation": get_organisation(session, application.organisation_id),
        "earlier": earlier_holder(session, application),
        "edition": edition,
        "sign": sign_of(edition, application.level_id),
        "picture": picture,
        "levels": {level.id: level.name for level in edition.levels},
        "outcomes": OUTCOME_NAMES,
        "shown": shown,
        "case": case,
        "due": due(session, application.id, Step.DECISION),
        "labels": queries.earlier_labels(
            session,
            application.organisation_id,
            case.decision.id if case.decision is not None else None,
            identity.now(),
        ),
        "statuses": STATUS_NAMES,
        "spans": spans_of(session, application, picture.grantable, identity.now()),
    }


def _refuse_unprintable(application: Application, level_id: str) -> None:
    """Raise Invalid where no certificate could say this: before the decision, not after it."""
    with reading() as session:
        sheet, design = printable.sheet_in_design(session, application, level_id, identity.now())
    printable.refuse_unprintable(sheet, design)


def _is_outdated(session: Session, case: Case) -> bool:
    decision = case.decision
    return (
        decision is not None
        and decision.state is DecisionState.PREPARED
        and fingerprint(session, case.application) != decision.fingerprint
    )


def _can_be_replaced(session: Session, case: Case) -> bool:
    """Say whether it can be prepared again: it has changed, or is for a sitting, on no agenda."""
    decision = case.decision
    return decision is not None and (
        _is_outdated(session, case) or queries.waits_for_agenda(session, case.application, decision)
    )


def _by(day: date | None) -> str:
    return format_weekday(day) if day is not None else ""


def _turn(day: date | None, *, takes: bool, waits: bool, outdated: bool) -> Turn | None:
    if not waits:
        return None
    if outdated:
        return Turn(gettext("The office acts next"), _by(day))
    who = gettext("You act next") if takes else gettext("The committee acts next")
    return Turn(who, _by(day))
