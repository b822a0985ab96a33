"""Versions of regional employment, and the stars won and lost between two of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarking.areas import Area, Unfit, region_totals
from benchmarking.stars import ECO_2007, AreaStars, Kind, Rule, stars

FIRST_YEAR, LAST_YEAR = 1900, 2200

_Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RegionalEmployment:
    """The employment of regions by sector in a year, as one source gives it.

    Raises Unfit for a year that cannot be, no source, no area, and areas that contradict each
    other.
    """

    year: int
    source: str
    areas: tuple[Area, ...]

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Unfit(f"{self.year} is no year between {FIRST_YEAR} and {LAST_YEAR}")
        if not self.source.strip():
            raise Unfit("the source is not named")
        if not self.areas:
            raise Unfit("there is no area")
        region_totals(self.areas)

    @property
    def regions(self) -> frozenset[str]:
        """Return the names of the regions."""
        return frozenset(area.region for area in self.areas)


@dataclass(frozen=True, slots=True)
class Change:
    """An area whose stars differ, with what they rested on before and after."""

    before: AreaStars
    after: AreaStars

    @property
    def won(self) -> tuple[Kind, ...]:
        """Return what the area has a star for that it had none for."""
        return tuple(kind for kind in self.after.kinds if kind not in self.before.kinds)

    @property
    def lost(self) -> tuple[Kind, ...]:
        """Return what the area had a star for and has none for any more."""
        return tuple(kind for kind in self.before.kinds if kind not in self.after.kinds)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions under one rule, by region and sector.

    Stars are won and lost only where both versions have a figure. Apart stand the areas with
    stars that have a figure in one version alone, and the regions that only one version has:
    where there are any, ranks and quotients shift although nothing else has changed.
    """

    changed: tuple[Change, ...]
    only_before: tuple[AreaStars, ...]
    only_after: tuple[AreaStars, ...]
    regions_gone: tuple[str, ...]
    regions_added: tuple[str, ...]


def star_changes(
    before: RegionalEmployment, after: RegionalEmployment, rule: Rule = ECO_2007
) -> Changes:
    """Return the stars won and lost from one version to another, of a later year or the same.

    Raises Unfit where the second is of an earlier year.
    """
    if after.year < before.year:
        raise Unfit(f"{after.year} is before {before.year}")
    old, new = _with_figures(before, rule), _with_figures(after, rule)
    pairs = [Change(old[place], new[place]) for place in sorted(old.keys() & new.keys())]
    return Changes(
        changed=tuple(pair for pair in pairs if pair.before.kinds != pair.after.kinds),
        only_before=tuple(_starred_beside(old, new)),
        only_after=tuple(_starred_beside(new, old)),
        regions_gone=tuple(sorted(before.regions - after.regions)),
        regions_added=tuple(sorted(after.regions - before.regions)),
    )


def _with_figures(version: RegionalEmployment, rule: Rule) -> Mapping[_Place, AreaStars]:
    return {
        (found.area.region, found.area.sector): found
        for found in stars(version.areas, rule)
        if found.area.employees is not None
    }


def _starred_beside(
    some: Mapping[_Place, AreaStars], others: Mapping[_Place, AreaStars]
) -> Iterator[AreaStars]:
    """Yield the areas with stars that the others do not have."""
    for place in sorted(some.keys() - others.keys()):
        if some[place].stars:
            yield some[place]
