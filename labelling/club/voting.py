"""The outcome of votes on proposed indicators: whether there is a majority, and nothing else.

A count of votes tells single votes where few voted, and watched while it grows it tells who has
just voted, and how. So nothing is told while members vote, and then one word: of too few votes
and of too few in favour alike that there was no majority.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from benchmarking.disclosure.policy import CLUB_2026
from labelling.club.models import ProposalVote

FEWEST_VOTES = CLUB_2026.few
"""Votes below which there is no majority: its outcome would tell each of them."""


def majorities(votes: Mapping[UUID, Sequence[ProposalVote]]) -> set[UUID]:
    """Return the proposals that enough members voted on, more of them for it than against."""
    return {
        proposal_id
        for proposal_id, given in votes.items()
        if len(given) >= FEWEST_VOTES and 2 * sum(one.in_favour for one in given) > len(given)
    }
