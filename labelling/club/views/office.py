"""The office's pages of a round: how complete each sheet is, its checks, questions to members."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import entry_page, queries
from labelling.club.actions.querying import ask_member, settle_query
from labelling.club.forms import QueryForm, choices, day_of
from labelling.club.reasons import name_of, reason
from labelling.club.sets import asked_quantities
from labelling.club.standing import SheetState, is_answered, peer_values, sheet_state
from labelling.club.subjects import Part
from labelling.club.views.blueprint import bp, notice
from labelling.club.words import GRADE_NAMES, STATE_NAMES
from labelling.core.access import require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker

_DAYS = 7


@bp.get("/rounds/<uuid:round_id>/checking")
def checking(round_id: UUID) -> ResponseReturnValue:
    """List who has sent figures and how complete they are; no figure stands here."""
    actor = asker()
    with reading() as session:
        row = queries.get_round(session, round_id)
        oversight = queries.oversight_of(session, actor, row.club_id, identity.now())
        require(actor, Permission.CLUB_OVERSEE, oversight)
        club = oversight.club
        parts = queries.parts_in(session, round_id)
        names = queries.member_names(session, [one.membership_id for one in parts])
        figures = queries.current_rows(session, [one.id for one in parts])
        open_ones = queries.open_queries(session, [one.id for one in parts])
        set_ = queries.round_set(session, row)
    asked = {one.id: asked_quantities(set_, one.asked) for one in parts}
    return pages.page(
        "club/checking.html",
        club=club,
        round=row,
        parts=sorted(parts, key=lambda one: (names[one.membership_id].casefold(), str(one.id))),
        names=names,
        given={
            key: sum(is_answered(figures.get(key, {}).get(one.id)) for one in quantities)
            for key, quantities in asked.items()
        },
        asked={key: len(quantities) for key, quantities in asked.items()},
        open={one.id: sum(query.round_member_id == one.id for query in open_ones) for one in parts},
        states=STATE_NAMES,
        notice=notice(),
    )


@bp.route("/parts/<uuid:part_id>/office", methods=["GET", "POST"])
def part_office(part_id: UUID) -> ResponseReturnValue:
    """Show a member's figures with what the checks found; ask the member about one."""
    actor, now, form = asker(), identity.now(), QueryForm()
    with reading() as session:
        part = queries.part_for(session, actor, part_id, now)
        require(actor, Permission.CLUB_RUN, part.place.club)
        require(actor, Permission.FIGURES_VIEW, part)
        state = _state(session, part)
    form.about.choices = choices(
        [("", gettext("the sheet as a whole")), *((one.id, one.name) for one in state.asked)]
    )
    if form.answered():
        try:
            with unit_of_work() as session:
                ask_member(
                    session,
                    actor=actor,
                    part_id=part_id,
                    subject=form.about.data or "",
                    question=form.question.data or "",
                    due_on=day_of(form.due_on),
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(part, state, form, refusal.status)
        return redirect(url_for(".part_office", part_id=part_id, done="asked"), 303)
    if not form.errors:
        form.due_on.data = max(part.round.queries_until, today(now) + timedelta(days=_DAYS))
    return _page(part, state, form, 422 if form.errors else 200)


def _state(session: Session, part: Part) -> SheetState:
    set_ = queries.round_set(session, part.round)
    return sheet_state(session, part, peer_values(session, part, set_))


def _page(part: Part, state: SheetState, form: QueryForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        member = queries.member_names(session, [part.row.membership_id])
        rows = queries.queries_of(session, [part.row.id])
        answers = queries.answers_to(session, [row.id for row in rows])
    return pages.page(
        "club/part_office.html",
        status,
        part=part,
        member=member[part.row.membership_id],
        state=state,
        refused=[reason(state.set, one) for one in state.refused],
        asks=lambda question: reason(state.set, question.finding),
        about=lambda subject: name_of(state.set, subject) if subject else "",
        units=state.set.units,
        read_back=entry_page.read_back,
        grades=GRADE_NAMES,
        rows=rows,
        answers=answers,
        form=form,
        notice=notice(),
    )


@bp.post("/queries/<uuid:query_id>/settle")
def settle_query_now(query_id: UUID) -> ResponseReturnValue:
    """Close a question."""
    with unit_of_work() as session:
        query = queries.get_query(session, query_id)
        settle_query(session, actor=asker(), query_id=query_id, now=identity.now())
    there = url_for(".part_office", part_id=query.round_member_id, done="settled")
    return redirect(there + "#queries", 303)
