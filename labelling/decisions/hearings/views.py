"""The page on which the holder reads why its label is to be changed, and answers."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from certificates.standing import Status, status_on
from labelling.core import access
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import proofs, queries
from labelling.decisions.hearings import actions
from labelling.decisions.hearings.forms import AnswerForm
from labelling.decisions.hearings.queries import Heard, get_heard
from labelling.decisions.models import DecisionState, LabelEventKind
from labelling.decisions.views.blueprint import bp, notice
from labelling.decisions.words import CHANGE_NOUNS, EVENT_NAMES
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@bp.get("/hearings/<uuid:hearing_id>")
def hearing(hearing_id: UUID) -> ResponseReturnValue:
    """Show the owners what is proposed and why, and what was answered."""
    return _show(hearing_id, AnswerForm())


@bp.post("/hearings/<uuid:hearing_id>")
def answer_hearing(hearing_id: UUID) -> ResponseReturnValue:
    """Take the holder's answer."""
    form = AnswerForm()
    with reading() as session:
        heard = get_heard(session, hearing_id)
        access.require(asker(), Permission.HEARING_ANSWER, heard.label)
        form.offer(proofs.offered(session, heard.label.organisation_id))
    if not form.validate():
        return _show(hearing_id, form, 422)
    try:
        with unit_of_work() as session:
            actions.answer_hearing(
                session,
                actor=asker(),
                hearing_id=hearing_id,
                text=form.text.data or "",
                evidence_ids=form.chosen,
                asks_lifting=bool(form.asks_lifting.data),
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(hearing_id, form, refusal.status)
    return redirect(url_for(".hearing", hearing_id=hearing_id, done="answered"), 303)


def _show(hearing_id: UUID, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    now = identity.now()
    with reading() as session:
        heard = get_heard(session, hearing_id)
        access.require(asker(), Permission.HEARING_ANSWER, heard.label)
        holder = get_organisation(session, heard.label.organisation_id)
        library = proofs.offered(session, holder.id)
        standing = status_on(queries.history(session, heard.label.id), today(now))
        names = people.names(session, [heard.answer.answered_by if heard.answer else None])
    form.offer(library)
    suspension = heard.change.kind is LabelEventKind.SUSPENDED
    return pages.page(
        "decisions/hearings/hearing.html",
        status,
        form=form,
        heard=heard,
        change=heard.change,
        label=heard.label,
        holder=holder,
        names=names,
        library=library,
        most=proofs.MOST,
        answers=heard.is_open(today(now)),
        can_ask_lifting=heard.hearing.afterwards
        and suspension
        and standing.status is Status.SUSPENDED,
        change_names=CHANGE_NOUNS,
        events=EVENT_NAMES,
        taken=heard.change.state is DecisionState.TAKEN,
        sent_back=heard.change.state is DecisionState.SENT_BACK,
        turn=_turn(heard, answers=heard.is_open(today(now))),
        notice=notice(),
    )


def _turn(heard: Heard, *, answers: bool) -> Turn | None:
    if answers:
        return Turn(gettext("You act next"), format_weekday(heard.hearing.answer_by))
    waits = heard.reply is None if heard.hearing.afterwards else _is_prepared(heard)
    return Turn(gettext("The office acts next")) if heard.answer is not None and waits else None


def _is_prepared(heard: Heard) -> bool:
    return heard.change.state is DecisionState.PREPARED
