"""Two rounds of a stock read together: who stays has much the same value, so who goes would show.

Between rounds, sets that share most of their members obey rule 4 for mean and spread (rule 7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.disclosure.cells import Contribution
from benchmarking.disclosure.differencing import Published
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.releases import Told
from benchmarking.disclosure.sizes import Ground


class Stock:
    """The sums that were told of one stock in all rounds."""

    def __init__(self, policy: Policy, upper: Fraction | None, told: Iterable[Told]) -> None:
        self._policy = policy
        self._upper = upper
        self._rounds: dict[str, list[_Crowd]] = {}
        for one in told:
            self.take(one)

    def take(self, told: Told) -> None:
        """Count a set among those whose sum is told."""
        crowd = _Crowd(told, frozenset(one.member for one in told.contributions))
        self._rounds.setdefault(told.place.round, []).append(crowd)

    def admits(self, told: Told) -> bool:
        """Say whether a set's sum may be told beside those of other rounds.

        Each other round is read together with the set's own by itself.
        """
        share = self._policy.shared_stock
        if share is None:
            return True
        candidate = _Crowd(told, frozenset(one.member for one in told.contributions))
        own = self._rounds.get(told.place.round, [])
        for other_round, there in sorted(self._rounds.items()):
            near = [one for one in there if one.shares(candidate, share)]
            if near and other_round != told.place.round:
                here = [one for one in own if any(one.shares(two, share) for two in near)]
                others = [one.told for one in (*near, *here)]
                if not _admitted(told, others, self._policy, self._upper):
                    return False
        return True


@dataclass(frozen=True, slots=True)
class _Crowd:
    """A set that was told of, and its members."""

    told: Told
    members: frozenset[str]

    def shares(self, other: "_Crowd", share: Fraction) -> bool:
        """Say whether two sets have so much of the larger one's members in common."""
        most = max(len(self.members), len(other.members))
        if min(len(self.members), len(other.members)) < share * most:
            return False
        return len(self.members & other.members) >= share * most


def _admitted(
    candidate: Told, others: Sequence[Told], policy: Policy, upper: Fraction | None
) -> bool:
    """Say whether rule 4 admits a set beside others, a member being the same in both rounds.

    A member's value is that of the candidate's round where it has one.
    """
    values: dict[str, Contribution] = {}
    for told in (candidate, *others):
        for one in told.contributions:
            values.setdefault(one.member, one)
    places = {member: at for at, member in enumerate(values)}
    sets = [[places[one.member] for one in told.contributions] for told in (candidate, *others)]
    ground = Ground(list(values.values()), sets, upper)
    published = Published(ground, policy)
    for mask in ground.masks[1:]:
        published.take(mask, summed=True)
    return published.admits(ground.masks[0])
