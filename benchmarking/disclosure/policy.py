"""The policies by name: every number of the rules, as a value that is handed to the gate.

A gate without a policy does not exist: each of its functions asks for one, and a name that is not
known is refused, so that nothing is shown where the policy cannot be read (rule 6).
"""

from dataclasses import dataclass
from fractions import Fraction


class UnknownPolicy(LookupError):
    """No policy has this name, so nothing may be shown."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules' numbers. Other values than those of ``CLUB_2026`` are for tests of the attacker.

    ``few``, ``…_from``: from how many holdings on. ``beyond``: how many members lie strictly
    outside a pair of quantiles. ``p``: the share of the p % rule; None switches it off, as it does
    ``shared_stock``, the share of members from which two rounds of a stock are read together.
    """

    id: str
    few: int = 5
    quartiles_from: int = 8
    sd_from: int = 10
    tails_from: int = 20
    histogram_from: int = 10
    bin_holds: int = 3
    rank_number_from: int = 20
    beyond: int = 2
    p: Fraction | None = Fraction(1, 10)
    sd_with_mean: bool = True
    sd_not_zero: bool = True
    differences: bool = True
    unions: bool = True
    smoothed: bool = True
    ledger: bool = True
    shared_stock: Fraction | None = Fraction(4, 5)
    identities: bool = True
    insiders: bool = True
    own_peers_from: int = 8
    most_sets: int = 12


CLUB_2026 = Policy("club-2026")

_POLICIES = {policy.id: policy for policy in (CLUB_2026,)}


def policy_named(name: str) -> Policy:
    """Return the policy for what leaves the room. Raises UnknownPolicy."""
    try:
        return _POLICIES[name]
    except KeyError:
        raise UnknownPolicy(f"there is no policy {name!r}; nothing may be shown") from None
