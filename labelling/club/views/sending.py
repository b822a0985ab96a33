"""Before sending: what is open, what does not agree, what is asked; and the office's questions."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions.querying import answer_query
from labelling.club.actions.submitting import answer_finding, submit_figures
from labelling.club.forms import QueryAnswerForm
from labelling.club.life import TAKES_CORRECTIONS, TAKES_FIGURES
from labelling.club.reasons import name_of, reason
from labelling.club.standing import sheet_state
from labelling.club.views.blueprint import bp, notice, turn_of_part
from labelling.core.access import may, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow, Refusal
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("/parts/<uuid:part_id>/send")
def send(part_id: UUID) -> ResponseReturnValue:
    """Show what stands between the sheet and its sending."""
    return _page(part_id)


@bp.post("/parts/<uuid:part_id>/send")
def send_now(part_id: UUID) -> ResponseReturnValue:
    """Keep what was answered on the page, then send the sheet."""
    try:
        _keep_answers(part_id)
        with unit_of_work() as session:
            late = submit_figures(session, actor=asker(), part_id=part_id, now=identity.now())
    except Invalid as refusal:
        return _page(part_id, wrong=refusal)
    except NotNow as refusal:
        return _page(part_id, refusal=refusal)
    return redirect(url_for(".send", part_id=part_id, done="late" if late else "sent"), 303)


@bp.post("/parts/<uuid:part_id>/answers")
def answer(part_id: UUID) -> ResponseReturnValue:
    """Say that figures are right as they are, and why: all that was written on the page."""
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_EDIT, part)
    try:
        kept = _keep_answers(part_id)
    except Invalid as refusal:
        return _page(part_id, wrong=refusal)
    if not kept:
        nothing = Invalid(lazy("Write why the figure is right."), field=_first_asked())
        return _page(part_id, wrong=nothing)
    return redirect(url_for(".send", part_id=part_id, done="answered") + "#questions", 303)


def _keep_answers(part_id: UUID) -> int:
    """Keep every answer that was written on the page; return how many there were."""
    written = {finding: text for finding, text in _written().items() if text.strip()}
    if not written:
        return 0
    with unit_of_work() as session:
        for finding, text in written.items():
            answer_finding(
                session,
                actor=asker(),
                part_id=part_id,
                finding_id=finding,
                answer=text,
                now=identity.now(),
            )
    return len(written)


def _written() -> dict[str, str]:
    """Return what stands in the boxes of the page, by the question it answers."""
    return dict(zip(request.form.getlist("finding"), request.form.getlist("answer"), strict=False))


def _first_asked() -> str:
    return next(iter(_written()), "")


@bp.post("/queries/<uuid:query_id>/answer")
def answer_office(query_id: UUID) -> ResponseReturnValue:
    """Answer a question of the office."""
    form = QueryAnswerForm()
    with reading() as session:
        query = queries.get_query(session, query_id)
        part = queries.part_for(session, asker(), query.round_member_id, identity.now())
        require(asker(), Permission.FIGURES_EDIT, part)
    part_id = query.round_member_id
    if not form.validate():
        return _page(part_id, query_form=form, about=query_id, status=422)
    try:
        with unit_of_work() as session:
            answer_query(
                session,
                actor=asker(),
                query_id=query_id,
                confirms=form.confirms.data == "yes",
                text=form.text.data or "",
                now=identity.now(),
            )
    except NotNow as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(part_id, query_form=form, about=query_id, status=409)
    return redirect(url_for(".send", part_id=part_id, done="answered") + "#queries", 303)


def _page(
    part_id: UUID,
    *,
    refusal: Refusal | None = None,
    wrong: Invalid | None = None,
    query_form: QueryAnswerForm | None = None,
    about: UUID | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        part = queries.part_for(session, actor, part_id, now)
        require(actor, Permission.FIGURES_VIEW, part)
        state = sheet_state(session, part)
        member = queries.member_names(session, [part.row.membership_id])
        rows = queries.queries_of(session, [part_id])
        answers = queries.answers_to(session, [row.id for row in rows])
    takes = part.round.state in TAKES_FIGURES | TAKES_CORRECTIONS
    refused = refusal or wrong
    return pages.page(
        "club/send.html",
        refused.status if refused is not None else status,
        part=part,
        member=member[part.row.membership_id],
        state=state,
        refused=[reason(state.set, one) for one in state.refused],
        asks=lambda question: reason(state.set, question.finding),
        about=lambda subject: name_of(state.set, subject) if subject else "",
        rows=rows,
        answers=answers,
        written=_written(),
        wrong=wrong,
        query_form=query_form or QueryAnswerForm(),
        query=about,
        writes=takes and may(actor, Permission.FIGURES_EDIT, part),
        sends=takes and may(actor, Permission.FIGURES_SUBMIT, part),
        denied=refusal,
        turn=turn_of_part(part.round, part.row, now),
        notice=notice(),
    )
