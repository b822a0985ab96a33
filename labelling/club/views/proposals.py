"""Proposed indicators: the list, a new one, votes, and how the office settles them."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.actions.proposals import (
    Proposed,
    faults_of_proposal,
    propose_indicator,
    settle_proposal,
    vote_on,
)
from labelling.club.forms import ProposalForm, day_of
from labelling.club.sets import set_of
from labelling.club.views.blueprint import bp, is_office, notice, told_together
from labelling.club.voting import FEWEST_VOTES, majorities
from labelling.club.words import DIRECTION_NAMES, KIND_NAMES, RESULT_NAMES
from labelling.core.access import may, require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, NotAllowed
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker


@dataclass(frozen=True, slots=True)
class Refused:
    """A vote that could not be ended: which, from which round it was to count, and why not."""

    proposal_id: UUID
    first_round: str
    sentence: str


@bp.get("/<uuid:club_id>/proposals")
def proposals(club_id: UUID) -> ResponseReturnValue:
    """List the proposals: those that can be voted on first; how others voted stays hidden."""
    return _page(club_id)


def _page(club_id: UUID, refused: Refused | None = None) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_VIEW, club)
        rows = queries.proposals_of(session, club_id)
        votes = queries.votes_on(session, [row.id for row in rows])
        place = queries.find_own_place(session, actor, club_id, now)
        set_ = set_of(queries.newest_set(session, club_id))
        rounds = queries.rounds_of(session, club_id)
    own = place.membership.id if place is not None else None
    return pages.page(
        "club/proposals.html",
        422 if refused else 200,
        club=club,
        refused=refused,
        rows=sorted(rows, key=lambda row: row.result is not None),
        majorities=majorities(votes),
        fewest=FEWEST_VOTES,
        own={
            key: vote.in_favour
            for key, given in votes.items()
            for vote in given
            if vote.membership_id == own
        },
        place=place,
        set=set_,
        votes_allowed=place is not None and may(actor, Permission.INDICATOR_PROPOSE, place),
        results=RESULT_NAMES,
        kinds=KIND_NAMES,
        directions=DIRECTION_NAMES,
        office=is_office(actor),
        today=today(now),
        next_round=str(Round.parse(rounds[0].half_year).following) if rounds else "",
        notice=notice(),
    )


@bp.route("/members/<uuid:membership_id>/propose", methods=["GET", "POST"])
def propose(membership_id: UUID) -> ResponseReturnValue:
    """Propose an indicator."""
    actor, now, form = asker(), identity.now(), ProposalForm()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.INDICATOR_PROPOSE, place)
        version = queries.newest_set(session, place.club.id)
        form.offer(set_of(version))
    if request.method == "POST":
        form.validate()
        told_together(
            form, faults_of_proposal(version, _proposed(form), form.votes_until.data, now)
        )
        if not form.errors:
            there = url_for(".proposals", club_id=place.club.id, done="proposed")
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=there)
                propose_indicator(
                    session,
                    actor=actor,
                    membership_id=membership_id,
                    proposed=_proposed(form),
                    votes_until=day_of(form.votes_until),
                    now=now,
                )
            return redirect(there, 303)
    return pages.page("club/propose.html", 422 if form.errors else 200, place=place, form=form)


def _proposed(form: ProposalForm) -> Proposed:
    divided = form.kind.data in {"share", "ratio"}
    return Proposed(
        group=form.group.data,
        name=form.name.data or "",
        unit=form.unit.data,
        kind=form.kind.data,
        direction=form.direction.data,
        definition=form.definition.data or "",
        guidance=form.guidance.data or "",
        numerator=form.numerator.data if divided else "",
        denominator=form.denominator.data if divided else "",
        reason=form.reason.data or "",
    )


@bp.post("/proposals/<uuid:proposal_id>/vote")
def vote(proposal_id: UUID) -> ResponseReturnValue:
    """Vote for or against a proposal, for one's member."""
    actor, now = asker(), identity.now()
    with reading() as session:
        proposal = queries.get_proposal(session, proposal_id)
        require(actor, Permission.CLUB_VIEW, queries.get_club(session, proposal.club_id))
        place = queries.find_own_place(session, actor, proposal.club_id, now)
        if place is None:
            raise NotAllowed
        require(actor, Permission.INDICATOR_PROPOSE, place)
    chosen = request.form.get("vote")
    if chosen not in {"for", "against"}:
        raise BadRequest
    with unit_of_work() as session:
        vote_on(
            session,
            actor=actor,
            membership_id=place.membership.id,
            proposal_id=proposal_id,
            in_favour=chosen == "for",
            now=now,
        )
    return redirect(url_for(".proposals", club_id=proposal.club_id, done="voted"), 303)


@bp.post("/proposals/<uuid:proposal_id>/settle")
def settle(proposal_id: UUID) -> ResponseReturnValue:
    """End a vote: adopt the indicator, or not."""
    actor, now = asker(), identity.now()
    first_round = request.form.get("first_round", "").strip()
    with reading() as session:
        club_id = queries.get_proposal(session, proposal_id).club_id
    try:
        with unit_of_work() as session:
            adopted = settle_proposal(
                session,
                actor=actor,
                proposal_id=proposal_id,
                adopted="adopt" in request.form,
                first_round=first_round,
                now=now,
            )
    except Invalid as refusal:
        return _page(club_id, Refused(proposal_id, first_round, refusal.sentence))
    done = "adopted" if adopted is not None else "ended"
    return redirect(url_for(".proposals", club_id=club_id, done=done), 303)
