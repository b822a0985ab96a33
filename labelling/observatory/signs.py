"""What a map says of each region: by its stars in one sector, or by its number of sectors."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from benchmarking.stars import AreaStars
from labelling.core.i18n import gettext, ngettext
from labelling.observatory.naming import Region
from labelling.observatory.pictures import Sign

Address = Callable[[Region], str]

LOOKS: Mapping[int, str] = {1: "one", 2: "two", 3: "three"}
_RADII = {1: 8.0, 2: 9.0, 3: 10.0}
_LEAST, _GROWTH, _MOST = 2.2, 1.9, 12.0


def sector_signs(
    found: Iterable[AreaStars], regions: Mapping[str, Region], address: Address
) -> list[Sign]:
    """Return a sign for each region with stars in the one sector looked at."""
    return [
        Sign(
            region=regions[one.area.region],
            look=LOOKS[one.stars],
            radius=_RADII[one.stars],
            text=str(one.stars),
            says=f"{regions[one.area.region].name}: {stars_text(one.stars)}",
            url=address(regions[one.area.region]),
        )
        for one in found
        if one.stars
    ]


def region_signs(
    found: Sequence[AreaStars], regions: Mapping[str, Region], address: Address
) -> list[Sign]:
    """Return a sign for each region, as large as the number of its sectors that were found."""
    counts = Counter(one.area.region for one in found)
    return [
        Sign(
            region=regions[text],
            look="many",
            radius=min(_LEAST + _GROWTH * number**0.5, _MOST),
            text=str(number),
            says=gettext("%(region)s: %(sectors)s", region=regions[text].name,
                         sectors=ngettext("%(num)s sector", "%(num)s sectors", number)),
            url=address(regions[text]),
        )
        for text, number in counts.items()
    ]  # fmt: skip


def change_signs(changed: Iterable[tuple[Region, int]], address: Address) -> list[Sign]:
    """Return a sign for each region that won or lost stars on balance."""
    sums: dict[Region, int] = defaultdict(int)
    for region, difference in changed:
        sums[region] += difference
    return [
        Sign(
            region=region,
            look="up" if difference > 0 else "down",
            radius=7.0,
            text="",
            says=f"{region.name}: {difference_text(difference)}",
            url=address(region),
        )
        for region, difference in sums.items()
        if difference
    ]


def stars_text(stars: int) -> str:
    """Return a number of stars in words."""
    return ngettext("%(num)s star", "%(num)s stars", stars)


def difference_text(difference: int) -> str:
    """Return in words how many stars more or fewer there are."""
    if difference > 0:
        return ngettext("%(num)s star more", "%(num)s stars more", difference)
    return ngettext("%(num)s star fewer", "%(num)s stars fewer", -difference)
