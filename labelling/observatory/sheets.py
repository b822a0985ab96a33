"""The stars of a version by a rule, computed once in a process and found by region and sector.

A version never changes and its file lies under its hash, so what follows from it may be kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from benchmarking.areas import Area
from benchmarking.employmentfile import read_areas
from benchmarking.stars import RULES, AreaStars, stars
from labelling.core import files
from labelling.core.i18n import in_order
from labelling.observatory.naming import Region, key_of, region_of

_KEPT = 8  # sheets in memory; 10,000 areas take about 5 MB


@dataclass(frozen=True)
class Sheet:
    """The stars of all areas of a version by one rule."""

    areas: tuple[AreaStars, ...]

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """Return the regions by key."""
        texts = dict.fromkeys(found.area.region for found in self.areas)
        return {region.key: region for region in map(region_of, texts)}

    @cached_property
    def sectors(self) -> Mapping[str, str]:
        """Return the names of the sectors by key, in the order of their names."""
        names = {found.area.sector for found in self.areas}
        return {key_of(name): name for name in sorted(names, key=in_order)}

    @cached_property
    def key_of_sector(self) -> Mapping[str, str]:
        """Return the keys of the sectors by name."""
        return {name: key for key, name in self.sectors.items()}

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Return the countries of the regions, by code."""
        return tuple(sorted({one.country for one in self.regions.values()} - {""}))

    @cached_property
    def of_text(self) -> Mapping[str, Region]:
        """Return the regions by what the file calls them."""
        return {region.text: region for region in self.regions.values()}

    @cached_property
    def starred(self) -> tuple[AreaStars, ...]:
        """Return the areas with stars: most stars first, then by employees, region, sector."""
        return tuple(sorted((one for one in self.areas if one.stars), key=by_stars))

    @cached_property
    def by_region(self) -> Mapping[str, tuple[AreaStars, ...]]:
        """Return each region's areas, by the region's text."""
        return _grouped((one.area.region, one) for one in self.areas)

    @cached_property
    def by_sector(self) -> Mapping[str, tuple[AreaStars, ...]]:
        """Return each sector's areas, by the sector's name."""
        return _grouped((one.area.sector, one) for one in self.areas)

    def counts(self) -> tuple[int, int, int]:
        """Return how many areas have one star, two and three."""
        given = [one.stars for one in self.starred]
        return given.count(1), given.count(2), given.count(3)


def by_stars(found: AreaStars) -> tuple[int, int, str, str]:
    """Return what areas are put in order by: most stars first, then most employees."""
    area = found.area
    return -found.stars, -(area.employees or 0), area.region, area.sector


def sheet_of(sha256: str, rule: str) -> Sheet:
    """Return the stars of a stored file by a rule; raise KeyError for what is not there."""
    return _sheet(sha256, rule)


def areas_of(sha256: str) -> tuple[Area, ...]:
    """Return the areas of a stored file."""
    return _areas(sha256)


@lru_cache(maxsize=_KEPT)
def _sheet(sha256: str, rule: str) -> Sheet:
    return Sheet(stars(_areas(sha256), RULES[rule]))


@lru_cache(maxsize=_KEPT)
def _areas(sha256: str) -> tuple[Area, ...]:
    return read_areas(files.store().get(sha256))


def _grouped(pairs: Iterable[tuple[str, AreaStars]]) -> Mapping[str, tuple[AreaStars, ...]]:
    groups: dict[str, list[AreaStars]] = defaultdict(list)
    for name, found in pairs:
        groups[name].append(found)
    return {name: tuple(found) for name, found in groups.items()}
