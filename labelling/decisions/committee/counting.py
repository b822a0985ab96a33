"""Quorum, majority and what follows from a vote. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from assessments.editions.model import Tie, WithoutMajority
from labelling.decisions.committee.models import Choice, ItemResult

_WHOLE = 100  # percent


def quorum(entitled: int, *, percent: int, at_least: int) -> int:
    """Return how many members must take part in an item.

    More than ``percent`` of those entitled to vote on it, and never fewer than ``at_least``: who
    stays out of an item counts on neither side.
    """
    return max(entitled * percent // _WHOLE + 1, at_least)


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of an item as they count."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def took_part(self) -> int:
        """Return how many voted; who abstains takes part."""
        return self.in_favour + self.against + self.abstained

    @property
    def is_tied(self) -> bool:
        """Say whether as many were for as against, nobody at all among them."""
        return self.in_favour == self.against


def tally(votes: Iterable[Choice]) -> Tally:
    """Count votes; one that was removed is none."""
    said = list(votes)
    return Tally(said.count(Choice.FOR), said.count(Choice.AGAINST), said.count(Choice.ABSTAIN))


class Verdict(StrEnum):
    """What a vote means for its motion."""

    CARRIED = "carried"
    LOST = "lost"


def verdict(votes: Mapping[UUID, Choice], chair: UUID, tie: Tie) -> Verdict:
    """Say whether the motion has the majority of the votes cast; abstentions are not cast.

    Equal votes are no majority, unless the scheme lets the chair's own vote decide.
    """
    counted = tally(votes.values())
    if counted.in_favour > counted.against:
        return Verdict.CARRIED
    decides = counted.is_tied and tie == "chair" and votes.get(chair) is Choice.FOR
    return Verdict.CARRIED if decides else Verdict.LOST


def result_of(found: Verdict, rule: WithoutMajority, *, can_refuse: bool) -> ItemResult:
    """Return what becomes of an item by its vote.

    Where the motion itself was not to award, or concerns a change, its loss awards nothing and
    refuses nothing: it goes back (``can_refuse`` says that refusing is what its loss means).
    """
    if found is Verdict.CARRIED:
        return ItemResult.CARRIED
    if can_refuse and rule == "not_awarded":
        return ItemResult.NOT_AWARDED
    return ItemResult.SENT_BACK
