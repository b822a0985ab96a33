"""One item of an agenda: papers, vote, staying out, objection, dissent, and closing the vote."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.figures import shown
from labelling.applications.schemes import edition_of
from labelling.core import access
from labelling.core.access import Actor, Role, is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotNow, SecondFactorNeeded
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.ballots import votes_on
from labelling.decisions.committee.counting import quorum, tally
from labelling.decisions.committee.entitled import CaseMatter, Matter, entitlement, matters
from labelling.decisions.committee.forms import CloseForm, VoteForm
from labelling.decisions.committee.models import Choice, Sitting, SittingKind
from labelling.decisions.committee.papers import blind_papers
from labelling.decisions.committee.showing import CHOICE_NAMES, RESULT_NAMES
from labelling.decisions.committee.stages import Stage, stage_of
from labelling.decisions.committee.subjects import AgendaItem
from labelling.decisions.committee.views.blueprint import (
    bp,
    in_order,
    is_hidden,
    motion_of,
    notice,
    reference_of,
    title_of,
)
from labelling.decisions.conditions.queries import conditions_of
from labelling.decisions.picture import picture_of
from labelling.decisions.queries import earlier_labels
from labelling.decisions.words import OUTCOME_NAMES, STATUS_NAMES
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@bp.get("/<uuid:sitting_id>/items/<uuid:item_id>")
def item(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Show an item with its papers."""
    return show_item(sitting_id, item_id)


@bp.post("/<uuid:sitting_id>/items/<uuid:item_id>/vote")
def vote(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take a member's vote."""
    _require_view(sitting_id, item_id)
    form = VoteForm()
    if not form.validate():
        return show_item(sitting_id, item_id, vote_form=form, status=422)
    with unit_of_work() as session:
        actions.cast_vote(
            session, actor=asker(), item_id=item_id, said=form.chosen, now=identity.now()
        )
    return redirect(url_for(".item", sitting_id=sitting_id, item_id=item_id, done="voted"), 303)


@bp.post("/<uuid:sitting_id>/items/<uuid:item_id>/close")
def close(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Close the vote on an item."""
    _require_view(sitting_id, item_id)
    form = CloseForm()
    if not form.validate():
        return show_item(sitting_id, item_id, close_form=form, status=422)
    try:
        with unit_of_work() as session:
            actions.close_item(
                session,
                actor=asker(),
                item_id=item_id,
                reason=form.reason.data or "",
                reason_if_lost=form.reason_if_lost.data or "",
                private_reason=form.private_reason.data or "",
                now=identity.now(),
            )
    except (Invalid, Conflict, NotNow, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return show_item(sitting_id, item_id, close_form=form, status=refusal.status)
    return redirect(url_for(".item", sitting_id=sitting_id, item_id=item_id, done="closed"), 303)


def _require_view(sitting_id: UUID, item_id: UUID) -> None:
    with reading() as session:
        found = queries.get_item_of(session, sitting_id, item_id)
        case = queries.agenda_item_for(session, found, asker().person_id, identity.now())
        access.require(asker(), Permission.AGENDA_ITEM_VIEW, case)


def show_item(
    sitting_id: UUID,
    item_id: UUID,
    *,
    vote_form: VoteForm | None = None,
    close_form: CloseForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show an item, with a form that was refused."""
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_item_of(session, sitting_id, item_id)
        found = entitlement(session, row, now)
        case = queries.agenda_item_for(session, row, actor.person_id, now, found)
        access.require(actor, Permission.AGENDA_ITEM_VIEW, case)
        matter = matters(session, [row])[item_id]
        votes = votes_on(session, row)
        dissents = queries.dissents(session, [row]).get(item_id, {})
        members = queries.members_of(session, sitting_id)
        names = people.names(
            session,
            [*found.entitled, *found.kept_out, *votes, *dissents, case.presiding,
             row.closed_by, row.objected_by, row.added_by, matter.prepared_by],
        )  # fmt: skip
        hidden = is_hidden(actor, row)
        papers = _papers(session, matter, hidden=hidden)
        number = 1 + [one.id for one in queries.items_of(session, sitting_id)].index(item_id)
    sitting = case.sitting
    open_now = row.result is None and stage_of(sitting) is Stage.OPEN
    in_writing = sitting.kind is SittingKind.IN_WRITING
    over = in_writing and today(now) > sitting.day
    votes_here = open_now and not over and may(actor, Permission.AGENDA_ITEM_VOTE, case)
    closes = open_now and may(actor, Permission.AGENDA_ITEM_CLOSE, case)
    taking_part = (
        set(votes)
        if in_writing
        else set(votes) | {key for key, member in members.items() if member.present}
    )
    needed = quorum(
        len(found.entitled), percent=sitting.quorum_percent, at_least=sitting.quorum_at_least
    )
    may_close_now = not in_writing or over or found.entitled <= set(votes)
    own = votes.get(actor.person_id) if actor.person_id is not None else None
    vote_form = vote_form if vote_form is not None else VoteForm()
    if own is not None and not vote_form.errors:
        vote_form.choice.data = own.value
    return pages.page(
        "decisions/committee/item.html",
        status,
        sitting=sitting,
        sitting_title=title_of(sitting),
        item=row,
        title=gettext("Case %(number)s", number=number) if hidden else papers["organisation"].name,
        reference="" if hidden else reference_of(matter),
        motion=motion_of(row, matter),
        result_name=RESULT_NAMES[row.result] if row.result is not None else "",
        names=names,
        is_case=isinstance(matter, CaseMatter),
        matter=matter,
        hidden=hidden,
        waits=matter.waits,
        open_now=open_now,
        in_writing=in_writing,
        over=over,
        may_close_now=may_close_now,
        votes_here=votes_here,
        why_no_vote=_why_no_vote(actor, case, open_now=open_now and not over),
        needs_more=closes and len(taking_part & found.entitled) < needed,
        recuses=row.result is None
        and may(actor, Permission.AGENDA_ITEM_RECUSE, case)
        and stage_of(sitting) in {Stage.CALLED, Stage.OPEN},
        dissents_here=stage_of(sitting) is Stage.OPEN and own is not None,
        closes=closes,
        fresh=is_fresh(actor, now),
        own=CHOICE_NAMES[own] if own is not None else "",
        vote_form=vote_form,
        close_form=close_form if close_form is not None else CloseForm(),
        voted=in_order(names[key] for key in votes if key in found.entitled),
        silent=in_order(names[key] for key in found.entitled - set(votes)),
        out=sorted((names[key], str(one.reason)) for key, one in found.kept_out.items()),
        tally=tally(choice for key, choice in votes.items() if key in found.entitled)
        if closes and may_close_now and not sitting.secret
        else None,
        taking_part=len(taking_part & found.entitled),
        needed=needed,
        entitled=len(found.entitled),
        said=[
            (names[key], CHOICE_NAMES[choice])
            for key, choice in sorted(votes.items(), key=lambda pair: names[pair[0]])
        ]
        if row.in_favour is not None and not sitting.secret
        else [],
        dissents=[(names[key], reason) for key, reason in dissents.items()]
        if row.result is not None
        else [],
        presiding=names.get(case.presiding, "") if case.presiding is not None else "",
        outcomes=OUTCOME_NAMES,
        shown=shown,
        turn=_turn(sitting, own, closes=closes, votes=votes_here),
        notice=notice(),
        **papers,
    )


def _why_no_vote(actor: Actor, case: AgendaItem, *, open_now: bool) -> str:
    """Return why a member cannot vote now, or nothing where they can, or no vote is ahead."""
    if not (actor.role is Role.COMMITTEE and case.member) or case.item.result is not None:
        return ""
    if not open_now:
        if stage_of(case.sitting) is not Stage.CALLED:
            return ""
        day = format_weekday(case.sitting.day)
        return gettext("The vote is taken in the meeting, on %(day)s.", day=day)
    verdict = access.decide(actor, Permission.AGENDA_ITEM_VOTE, case)
    return "" if verdict.allowed else str(verdict.reason)


def _papers(session: Session, matter: Matter, *, hidden: bool) -> dict[str, Any]:
    """Return what the committee reads: the picture of a case, blinded where it must be."""
    organisation = get_organisation(session, matter.organisation_id)
    if not isinstance(matter, CaseMatter):
        return {"organisation": organisation}
    edition = edition_of(matter.application)
    context: dict[str, Any] = {
        "edition": edition,
        "levels": {level.id: level.name for level in edition.levels},
    }
    if hidden:
        papers = blind_papers(session, matter.application, matter.decision)
        return {**context, "papers": papers, "conditions": papers.conditions}
    return {
        **context,
        "picture": picture_of(session, matter.application),
        "labels": earlier_labels(
            session, matter.organisation_id, matter.decision.id, identity.now()
        ),
        "statuses": STATUS_NAMES,
        "conditions": [
            (one.text, one.due_on) for one in conditions_of(session, matter.decision.id)
        ],
        "organisation": organisation,
    }


def _turn(sitting: Sitting, own: Choice | None, *, closes: bool, votes: bool) -> Turn | None:
    by = format_weekday(sitting.day)
    if closes or (votes and own is None):
        return Turn(gettext("You act next"), by)
    if stage_of(sitting) in {Stage.CALLED, Stage.OPEN}:
        return Turn(gettext("The committee acts next"), by)
    return None
