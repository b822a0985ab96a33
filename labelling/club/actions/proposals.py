"""Proposed indicators: members propose and vote, the office settles what came of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.indicators.faults import FaultySet
from benchmarking.indicators.loader import load
from benchmarking.indicators.model import IndicatorSet
from labelling.club import queries
from labelling.club.actions.clubs import add_set
from labelling.club.actions.indicators import faults_of_first_round
from labelling.club.models import IndicatorSetVersion, Proposal, ProposalResult, ProposalVote
from labelling.club.sets import set_of, tables_of
from labelling.club.voting import FEWEST_VOTES, majorities
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

KINDS = ("stock", "flow", "distinct", "share", "ratio")
DIRECTIONS = ("up", "down", "neutral")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed indicator; a share or ratio names the quantities that it divides."""

    group: str
    name: str
    unit: str
    kind: str
    direction: str
    definition: str
    guidance: str
    numerator: str = ""
    denominator: str = ""
    reason: str = field(default="")


def propose_indicator(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    proposed: Proposed,
    votes_until: date,
    now: datetime,
) -> Proposal:
    """Propose an indicator to the club. Raises Invalid for the first of ``faults_of_proposal``."""
    place = queries.place_for(session, actor, membership_id, now)
    access.require(actor, Permission.INDICATOR_PROPOSE, place)
    version = queries.newest_set(session, place.club.id)
    for fault in faults_of_proposal(version, proposed, votes_until, now):
        raise fault
    row = Proposal(
        club_id=place.club.id,
        membership_id=membership_id,
        group=proposed.group,
        name=proposed.name,
        unit=proposed.unit,
        kind=proposed.kind,
        direction=proposed.direction,
        definition=proposed.definition,
        guidance=proposed.guidance,
        numerator=proposed.numerator,
        denominator=proposed.denominator,
        reason=proposed.reason,
        proposed_at=now,
        proposed_by=actor.person_id,
        votes_until=votes_until,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "indicator.proposed", row, now, name=proposed.name)
    return row


def faults_of_proposal(
    version: IndicatorSetVersion, proposed: Proposed, votes_until: date | None, now: datetime
) -> list[Invalid]:
    """Return all that is wrong with a proposal, beyond a missing last day."""
    found = []
    if votes_until is not None and votes_until <= today(now):
        found.append(
            Invalid(lazy("Leave the members time: choose a later day."), field="votes_until")
        )
    if proposed.group:
        try:
            with_proposed(version, proposed)
        except Invalid as refusal:
            found.append(refusal)
    return found


def vote_on(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    proposal_id: UUID,
    in_favour: bool,
    now: datetime,
) -> None:
    """Vote for a member, or change its vote; one a member, until the last day."""
    place = queries.place_for(session, actor, membership_id, now)
    access.require(actor, Permission.INDICATOR_PROPOSE, place)
    proposal = queries.get_proposal(session, proposal_id)
    if proposal.club_id != place.club.id:
        raise Invalid(lazy("This proposal is of another club."))
    if proposal.result is not None or today(now) > proposal.votes_until:
        raise NotNow(lazy("Voting on this proposal has ended."))
    row = session.get(ProposalVote, (proposal_id, membership_id))
    if row is None:
        row = ProposalVote(proposal_id=proposal_id, membership_id=membership_id)
        session.add(row)
    row.in_favour, row.voted_at, row.voted_by = in_favour, now, actor.person_id
    audit.record(session, actor, "indicator.voted", proposal, now)


def settle_proposal(
    session: Session,
    *,
    actor: Actor,
    proposal_id: UUID,
    adopted: bool,
    first_round: str,
    now: datetime,
) -> IndicatorSetVersion | None:
    """End a vote: adopted, the indicator stands in the set's next version, by choice.

    Adopting takes a majority (``voting``). Returns the new version, None where it was not adopted.
    """
    proposal = queries.get_proposal(session, proposal_id)
    club = queries.get_club(session, proposal.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if proposal.result is not None:
        raise NotNow(lazy("This proposal was settled already."))
    if today(now) <= proposal.votes_until:
        raise NotNow(lazy("Members can still vote on this proposal."))
    if adopted and proposal_id not in majorities(queries.votes_on(session, [proposal_id])):
        raise NotNow(
            lazy("It found no majority of at least %(least)s votes, so it is not adopted."),
            least=FEWEST_VOTES,
        )
    if adopted:
        for fault in faults_of_first_round(session, club.id, first_round):
            raise fault
    proposal.result = ProposalResult.ADOPTED if adopted else ProposalResult.REJECTED
    proposal.settled_at, proposal.settled_by = now, actor.person_id
    audit.record(session, actor, "indicator.settled", proposal, now, result=proposal.result.value)
    if not adopted:
        return None
    tables, set_ = with_proposed(queries.newest_set(session, club.id), _from_row(proposal))
    return add_set(
        session,
        actor=actor,
        club_id=club.id,
        tables=tables,
        set_=set_,
        first_round=first_round,
        why=proposal.name,
        now=now,
    )


def _from_row(row: Proposal) -> Proposed:
    return Proposed(
        row.group,
        row.name,
        row.unit,
        row.kind,
        row.direction,
        row.definition,
        row.guidance,
        row.numerator,
        row.denominator,
        row.reason,
    )


def with_proposed(
    version: IndicatorSetVersion, proposed: Proposed
) -> tuple[dict[str, Any], IndicatorSet]:
    """Return a set's tables with one indicator more, checked. Raises Invalid with its fault."""
    tables = tables_of(version)
    set_ = set_of(version)
    indicator = _tables_of_proposed(proposed, _next_code(set_, proposed.group))
    tables["indicators"].append(indicator)
    try:
        return tables, load(tables)
    except FaultySet as faulty:
        raise Invalid(
            lazy("The set could not hold it: %(fault)s."), fault=str(faulty.faults[0])
        ) from None


def _tables_of_proposed(proposed: Proposed, code: str) -> dict[str, Any]:
    if proposed.kind not in KINDS or proposed.direction not in DIRECTIONS:
        raise Invalid(lazy("Choose from the list."), field="kind")
    found: dict[str, Any] = {
        "code": code,
        "tier": "choice",
        "group": proposed.group,
        "name": proposed.name,
        "unit": proposed.unit,
        "kind": proposed.kind,
        "direction": proposed.direction,
        "lower": "0",
        "definition": proposed.definition,
        "guidance": proposed.guidance or proposed.definition[:160],
    }
    if proposed.kind in {"share", "ratio"}:
        if not proposed.numerator or not proposed.denominator:
            raise Invalid(lazy("Choose what is divided by what."), field="numerator")
        found["formula"] = {
            "numerator": [proposed.numerator],
            "denominator": proposed.denominator,
            "factor": 100 if proposed.kind == "share" else 1,
        }
        if proposed.kind == "share":
            found["upper"] = "100"
    return found


def _next_code(set_: IndicatorSet, group: str) -> str:
    taken = {one.code for one in set_.indicators.values()}
    return next(code for number in range(1, 1000) if (code := f"{group}{number:02}") not in taken)
