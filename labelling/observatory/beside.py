"""A region's stars to stand beside an organisation or its label, which they do not rate."""

from sqlalchemy.orm import Session

from benchmarking.stars import ECO_2007
from labelling.observatory import queries
from labelling.observatory.sheets import by_stars, sheet_of
from labelling.organisations.regional import RegionStars, tells_of_regions

SHOWN = 5


@tells_of_regions
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
        key=region.key,
        year=version.year,
        is_fictitious=version.is_fictitious,
        sectors=tuple((one.area.sector, one.stars) for one in starred[:SHOWN]),
        more=len(starred[SHOWN:]),
    )
