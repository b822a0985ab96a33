"""Random clubs over several rounds, skewed and small, with everything that tells by accident.

Members join and leave, values are corrected after the draft, groups overlap, a total has two parts,
a stock moves a little, and some choose their own peers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from benchmarking.disclosure.audit import Audited, Definitions, audit
from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.identities import Identity, parts_of
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.releases import Kind, Ledger

INDICATORS = ("total", "own", "other", "stock")

Values = dict[str, dict[str, Fraction]]


@dataclass(frozen=True)
class Story:
    """What was published of a club, one release after the other."""

    releases: list[Audited]
    identities: tuple[Identity, ...]
    members: list[str]


def story(seed: int, policy: Policy, rounds: int = 2) -> Story:
    """Return a club's story; the same seed gives the same values, whatever the policy."""
    random = Random(seed)  # noqa: S311 # no secret, the same story each time
    names = [f"m{at:02}" for at in range(random.randint(12, 22))]
    places = {f"r{n}": {i: Place(f"r{n}", i) for i in INDICATORS} for n in range(rounds)}
    identities = tuple(
        parts_of(here["total"], [here["own"], here["other"]]) for here in places.values()
    )
    definitions = Definitions(frozenset({"stock"}), identities)
    groups = {name: _group(random, names) for name in "GHIJ"[: random.randint(1, 4)]}
    size = {name: random.lognormvariate(0, 1.2) for name in names}
    stock = {name: random.randint(5, 60) for name in names}
    ledger, done = Ledger(), list[Audited]()
    for here in places.values():
        here_now = [name for name in names if random.random() > 0.08]
        values = _values(random, here_now, size, stock)
        corrected = _corrected(random, values)
        late = {name for name in here_now if random.random() < 0.06}
        draft = {i: {m: v for m, v in found.items() if m not in late} for i, found in
                 values.items()}  # fmt: skip
        own = {"own peers": frozenset(random.sample(names, 9))}
        for kind, shown, sets in (
            (Kind.DRAFT, draft, groups), (Kind.FINAL, corrected, groups),
            (Kind.OWN_PEERS, corrected, own),
        ):  # fmt: skip
            cells = [_cell(here[i], shown[i], sets) for i in INDICATORS]
            audited = audit(kind, cells, ledger, definitions, policy)
            ledger = audited.after
            done.append(audited)
    return Story(done, identities, names)


def _group(random: Random, names: list[str]) -> frozenset[str]:
    start, length = random.randrange(len(names)), random.randint(5, len(names) - 4)
    return frozenset((names * 2)[start : start + length])


def _values(
    random: Random, names: list[str], size: Mapping[str, float], stock: dict[str, int]
) -> Values:
    found: Values = {indicator: {} for indicator in INDICATORS}
    for name in names:
        own = Fraction(round(100 * size[name] * random.random()))
        other = Fraction(round(100 * size[name] * random.random() ** 3))
        stock[name] += random.choice([0, 0, 0, 1, -1, 2])
        found["own"][name], found["other"][name], found["total"][name] = own, other, own + other
        found["stock"][name] = Fraction(max(stock[name], 0))
        if random.random() < 0.15:  # gave the total, but not this part
            del found[random.choice(["own", "other"])][name]
    return found


def _corrected(random: Random, values: Values) -> Values:
    found = {indicator: dict(given) for indicator, given in values.items()}
    for name in list(found["stock"]):
        if random.random() < 0.1:
            found["stock"][name] += random.randint(1, 9)
    return found


def _cell(
    place: Place, values: Mapping[str, Fraction], groups: Mapping[str, frozenset[str]]
) -> Cell:
    return Cell(place, tuple(Contribution(m, v) for m, v in values.items()), groups)
