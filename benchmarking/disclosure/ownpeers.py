"""A member's own choice of peers: what makes one acceptable before it goes through the gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from benchmarking.disclosure.policy import Policy


class NotAcceptable(ValueError):
    """Say why a choice of peers cannot be taken."""


@dataclass(frozen=True, slots=True)
class OwnPeers:
    """Whom a member wants to be compared with in a round, and when that was fixed."""

    member: str
    round: str
    peers: frozenset[str]
    fixed_at: datetime


def insist_on_acceptable(
    choice: OwnPeers, earlier: Iterable[OwnPeers], results_at: datetime | None, policy: Policy
) -> None:
    """Raise NotAcceptable unless a choice has enough peers, comes in time, and is the only one.

    ``results_at``: when the first results of the round came out. What the choice then shows
    counts as published to all: it goes through the audit as a release of its own.
    """
    if len(choice.peers - {choice.member}) < policy.own_peers_from:
        raise NotAcceptable(f"choose at least {policy.own_peers_from} peers")
    if results_at is not None and choice.fixed_at >= results_at:
        raise NotAcceptable("peers are chosen before the results of the round are out")
    if any((one.member, one.round) == (choice.member, choice.round) for one in earlier):
        raise NotAcceptable("peers are chosen once in a round")
