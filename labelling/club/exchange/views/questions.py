"""Questions to those who are good at something: from the asker's side, and from theirs."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club
from labelling.club.exchange import queries
from labelling.club.exchange.actions.asking import (
    answer_question,
    ask_question,
    close_question,
    find_who_to_ask,
    introduce,
    is_open,
)
from labelling.club.exchange.forms import AnswerForm, QuestionForm
from labelling.club.exchange.good import round_to_ask_in
from labelling.club.exchange.views.blueprint import bp, notice
from labelling.club.results import queries as results
from labelling.club.sets import set_of
from labelling.club.telling import contacts_of
from labelling.core import access
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker


@bp.route("/members/<uuid:membership_id>/indicators/<code>/ask", methods=["GET", "POST"])
def ask(membership_id: UUID, code: str) -> ResponseReturnValue:
    """Ask those who are good at an indicator."""
    actor, now, form = asker(), identity.now(), QuestionForm()
    with reading() as session:
        own = results.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.QUESTION_ASK, own)
        round_ = round_to_ask_in(session, own.place.membership, code)
        if round_ is None:
            raise NotFound
        indicator = club.round_set(session, round_).indicators[code]
    if form.answered():
        try:
            with reading() as session:
                who = find_who_to_ask(
                    session, actor=actor, membership_id=membership_id, code=code, now=now
                )
            there = url_for(".questions", membership_id=membership_id, done="asked")
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=there)
                ask_question(
                    session,
                    actor=actor,
                    who=who,
                    text=form.text.data or "",
                    named=bool(form.named.data),
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(there, 303)
    return pages.page(
        "club/exchange/ask.html",
        422 if form.errors or form.form_errors else 200,
        place=own.place,
        indicator=indicator,
        form=form,
    )


@bp.get("/members/<uuid:membership_id>/questions")
def questions(membership_id: UUID) -> ResponseReturnValue:
    """Show a member what it asked, who agreed, and what it was asked."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = results.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.QUESTION_ASK, own)
        asked = queries.questions_of(session, membership_id)
        accepted = queries.accepted_of(session, [one.id for one in asked])
        mine = queries.asked_of(session, membership_id)
        introduced = {
            *(one.membership_id for rows in accepted.values() for one in rows if one.introduced_at),
            *(question.membership_id for row, question in mine if row.introduced_at),
        }
        named = {question.membership_id for _row, question in mine if question.named}
        names = club.member_names(session, introduced | named)
        contacts = contacts_of(session, club.memberships_among(session, introduced))
        set_ = set_of(club.newest_set(session, own.place.club.id))
    return pages.page(
        "club/exchange/questions.html",
        place=own.place,
        asked=[(one, is_open(one, now), accepted.get(one.id, [])) for one in asked],
        mine=[(row, question, is_open(question, now)) for row, question in mine],
        names=names,
        contacts=contacts,
        set=set_,
        notice=notice(),
    )


@bp.route("/asked/<uuid:asked_id>", methods=["GET", "POST"])
def answer(asked_id: UUID) -> ResponseReturnValue:
    """Read a question that one was asked; agree to be introduced, or not."""
    actor, now, form = asker(), identity.now(), AnswerForm()
    with reading() as session:
        own = queries.own_asked(session, actor, asked_id, now)
        access.require(actor, Permission.QUESTION_ANSWER, own)
        question = queries.get_question(session, own.row.question_id)
        set_ = set_of(club.newest_set(session, question.club_id))
        names = club.member_names(session, [question.membership_id]) if question.named else {}
    membership_id = own.place.membership.id
    if form.answered():
        try:
            with unit_of_work() as session:
                answer_question(
                    session,
                    actor=actor,
                    asked_id=asked_id,
                    accepts=form.answer.data == "accept",
                    message=form.message.data or "",
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            address = url_for(".questions", membership_id=membership_id, done="answered")
            return redirect(address, 303)
    return pages.page(
        "club/exchange/answer.html",
        422 if form.errors or form.form_errors else 200,
        place=own.place,
        row=own.row,
        question=question,
        open=is_open(question, now) and own.row.answer is None,
        name=names.get(question.membership_id),
        indicator=set_.indicators.get(question.indicator),
        form=form,
    )


@bp.post("/asked/<uuid:asked_id>/introduce", endpoint="introduce")
def introduce_both(asked_id: UUID) -> ResponseReturnValue:
    """Agree, as the asker, to be introduced."""
    with unit_of_work() as session:
        row = introduce(session, actor=asker(), asked_id=asked_id, now=identity.now())
        membership_id = queries.get_question(session, row.question_id).membership_id
    return redirect(url_for(".questions", membership_id=membership_id, done="introduced"), 303)


@bp.post("/questions/<uuid:question_id>/close")
def close(question_id: UUID) -> ResponseReturnValue:
    """Close a question, as its asker or as the office."""
    actor = asker()
    with unit_of_work() as session:
        row = close_question(session, actor=actor, question_id=question_id, now=identity.now())
    if actor.role is Role.OFFICER:
        return redirect(url_for(".index", club_id=row.club_id, done="closed"), 303)
    address = url_for(".questions", membership_id=row.membership_id, done="closed")
    return redirect(address, 303)
