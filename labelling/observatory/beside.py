"""A region's stars to stand beside an organisation or its label, which they do not rate."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from benchmarking.stars import ECO_2007
from labelling.core.i18n import country_name
from labelling.observatory import queries
from labelling.observatory.sheets import by_stars, sheet_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class RegionStars:
    """A region's stars in the latest year of the map: the first few sectors and how many more."""

    name: str
    country: str
    year: int
    is_fictitious: bool
    key: str
    sectors: tuple[tuple[str, int], ...]
    more: int


def region_stars(session: Session, code: str) -> RegionStars | None:
    """Return the stars of a region by its code, None where the map knows nothing of it."""
    if not code:
        return None
    standing = queries.standing_versions(session)
    if not standing:
        return None
    version = standing[0].version
    sheet = sheet_of(version.sha256, ECO_2007.name)
    region = sheet.regions.get(code)
    if region is None:
        return None
    starred = sorted((one for one in sheet.by_region[region.text] if one.stars), key=by_stars)
    return RegionStars(
        name=region.name,
        country=country_name(region.country),
        year=version.year,
        is_fictitious=version.is_fictitious,
        key=region.key,
        sectors=tuple((one.area.sector, one.stars) for one in starred[:SHOWN]),
        more=len(starred) - len(starred[:SHOWN]),
    )
