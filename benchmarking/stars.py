"""Stars of regions in sectors, after the European Cluster Observatory: by rule, exact, explained.

A star tells of the relative strength of a region in a sector, never of a cluster organisation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from benchmarking.areas import Area, region_totals

LQ_FROM = 2
"""A star for specialisation from this location quotient on; itself included."""


class Kind(StrEnum):
    """What a star is for."""

    SIZE = "size"
    SPECIALISATION = "specialisation"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of giving stars, known by its name; a rule is never changed, a new one is added.

    No star below `gate` employees. The stars for size and focus go to the areas above a number
    of employees and a share of the region's employment; None: to the top tenth of the sector.
    """

    name: str
    gate: int
    size_above: int | None
    focus_above: Fraction | None


ECO_2007 = Rule("eco-2007", gate=1_000, size_above=None, focus_above=None)
ECO_2006 = Rule("eco-2006", gate=0, size_above=10_000, focus_above=Fraction(3, 100))
RULES: Mapping[str, Rule] = {rule.name: rule for rule in (ECO_2007, ECO_2006)}


@dataclass(frozen=True, slots=True)
class Sector:
    """What the areas of a sector are measured against.

    `employees` in the sector and `everybody` in all sectors, over the regions of the file; the
    regions with a figure for the sector, and those of them that have any employment at all.
    """

    rule: Rule
    employees: int
    everybody: int
    regions: int
    employing_regions: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a sector: the areas that are higher, and one; `cut` is the last with a star."""

    rank: int
    cut: int
    regions: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and what is asked: at least that, or with `above` more than that."""

    value: Fraction
    asked: Fraction
    above: bool


@dataclass(frozen=True, slots=True)
class AreaStars:
    """The stars of an area by a rule. Ranks are competition ranks, None without a figure."""

    area: Area
    sector: Sector
    size_rank: int | None
    focus_rank: int | None
    size: bool
    specialisation: bool
    focus: bool

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return what the area has stars for."""
        flags = (self.size, self.specialisation, self.focus)
        return tuple(kind for kind, flag in zip(Kind, flags, strict=True) if flag)

    @property
    def stars(self) -> int:
        """Return how many stars the area has, 0 to 3."""
        return self.size + self.specialisation + self.focus

    @property
    def lq(self) -> Fraction | None:
        """Return the location quotient (e_rc/e_r)/(E_c/E), None where that is not defined."""
        employees = self.area.employees
        below = self.area.region_total * self.sector.employees
        if employees is None or not below:
            return None
        return Fraction(employees * self.sector.everybody, below)

    @property
    def focus_share(self) -> Fraction | None:
        """Return the share of the region's employment, None where that is not defined."""
        if self.area.employees is None or not self.area.region_total:
            return None
        return Fraction(self.area.employees, self.area.region_total)

    @property
    def is_below_gate(self) -> bool:
        """Say whether the area has too few employees for any star."""
        return self.area.employees is not None and self.area.employees < self.sector.rule.gate

    def reason(self, kind: Kind) -> Ranked | Measured | None:
        """Return what a star was given or withheld for, None where there is no figure.

        The gate comes on top: an area below it has no star, whatever its rank.
        """
        rule, sector = self.sector.rule, self.sector
        match kind:
            case Kind.SIZE:
                size = self.area.employees
                return _reason(self.size_rank, sector.regions, size, rule.size_above)
            case Kind.FOCUS:
                share, regions = self.focus_share, sector.employing_regions
                return _reason(self.focus_rank, regions, share, rule.focus_above)
            case Kind.SPECIALISATION:
                lq = self.lq
                return None if lq is None else Measured(lq, Fraction(LQ_FROM), above=False)


def _reason(
    rank: int | None, regions: int, value: Fraction | int | None, above: Fraction | int | None
) -> Ranked | Measured | None:
    if rank is None or value is None:
        return None
    if above is None:
        return Ranked(rank, top_tenth(regions), regions)
    return Measured(Fraction(value), Fraction(above), above=True)


def top_tenth(regions: int) -> int:
    """Return the last rank in the top tenth, rounded up: of 11 the second."""
    return (regions + 9) // 10


def stars(areas: Iterable[Area], rule: Rule = ECO_2007) -> tuple[AreaStars, ...]:
    """Return the stars of each area, in the areas' order.

    Regions are ranked within the sector before the gate is applied; all that tie at the cut are
    in. All is compared in whole numbers. Raises Unfit where an area stands twice or a region has
    two totals.
    """
    given = tuple(areas)
    totals = region_totals(given).values()
    everybody, scale = sum(totals), max(totals, default=0) ** 2
    by_sector: dict[str, list[Area]] = {}
    for area in given:
        by_sector.setdefault(area.sector, []).append(area)
    judged = {
        sector: iter(_sector_stars(found, rule, everybody, scale))
        for sector, found in by_sector.items()
    }
    return tuple([next(judged[area.sector]) for area in given])


def _sector_stars(
    areas: Sequence[Area], rule: Rule, everybody: int, scale: int
) -> Sequence[AreaStars]:
    """Return the stars of a sector's areas, in their order."""
    sizes = [area.employees for area in areas]
    shares = [_share_key(area, scale) for area in areas]
    size_ranks, focus_ranks = _ranks(sizes), _ranks(shares)
    sector = Sector(
        rule, sum(filter(None, sizes)), everybody,
        len(sizes) - sizes.count(None), len(shares) - shares.count(None),
    )  # fmt: skip
    return [
        _judged(area, sector, size_ranks.get(size), focus_ranks.get(share))
        for area, size, share in zip(areas, sizes, shares, strict=True)
    ]


def _share_key(area: Area, scale: int) -> int | None:
    """Return a whole number that orders areas as their shares do, equal where those are equal.

    Two different fractions with denominators up to T differ by 1/T² at least, so that times
    T² (the scale) they differ by 1 and keep their order when rounded down.
    """
    if area.employees is None or not area.region_total:
        return None
    return area.employees * scale // area.region_total


def _ranks(values: Iterable[int | None]) -> Mapping[int | None, int]:
    """Return the competition rank of each value: one more than there are greater ones."""
    ranks: dict[int | None, int] = {}
    known = sorted((value for value in values if value is not None), reverse=True)
    for rank, value in enumerate(known, start=1):
        ranks.setdefault(value, rank)
    return ranks


def _judged(area: Area, sector: Sector, size_rank: int | None, focus_rank: int | None) -> AreaStars:
    employees, total, rule = area.employees, area.region_total, sector.rule
    size = specialisation = focus = False
    if employees is not None and size_rank is not None and employees >= rule.gate:
        below = total * sector.employees
        specialisation = below > 0 and employees * sector.everybody >= LQ_FROM * below
        if rule.size_above is None:
            size = size_rank <= top_tenth(sector.regions)
        else:
            size = employees > rule.size_above
        if rule.focus_above is None:
            focus = focus_rank is not None and focus_rank <= top_tenth(sector.employing_regions)
        else:
            focus = employees > rule.focus_above * total
    return AreaStars(area, sector, size_rank, focus_rank, size, specialisation, focus)
