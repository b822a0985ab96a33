"""Versions of regional employment for tests: read, stored and recorded through the actions."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from benchmarking.geography.boundaries import read_boundaries, write_boundaries
from benchmarking.geography.places import places
from labelling.core import files
from labelling.core.access import Actor, Role
from labelling.core.database import unit_of_work
from labelling.observatory import actions
from labelling.observatory.actions import Origin, StoredBoundaries, StoredTable
from labelling.observatory.checking import checked
from labelling.observatory.models import EmploymentVersion
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADER = "region,sector,employees,region_total\n"
# Stuttgart and Piemonte have stars in Automotive; the valley is nowhere on a map.
ROWS = """\
DE11,Automotive,90000,400000
"Piemonte, IT",Automotive,60000,500000
"Île de France, FR",Automotive,9000,900000
Alder Valley,Automotive,30000,60000
DE11,Food,2000,400000
"Piemonte, IT",Food,21000,500000
"Île de France, FR",Food,50000,900000
Alder Valley,Food,,60000
"""
CHANGED = ROWS.replace("90000,400000", "900,400000").replace("9000,900000", "99000,900000")


def officer(*, fresh: bool = True) -> Actor:
    """Return an officer who has just given a second factor, or has not."""
    return acting(make_person("Clara Clerk", roles=[Role.OFFICER]), fresh=fresh)


def acting(person: Person, *, fresh: bool = True) -> Actor:
    """Return a person as an officer."""
    return actor_for(person, Role.OFFICER, confirmed_at=NOW if fresh else None)


def imported(
    actor: Actor,
    rows: str = ROWS,
    *,
    year: int = 2025,
    fictitious: bool = False,
    now: datetime = NOW,
) -> EmploymentVersion:
    """Keep figures as a draft."""
    content = (HEADER + rows).encode()
    areas = checked(content)
    table = StoredTable(
        files.store().put(content), "figures.csv", len(content),
        len({area.region for area in areas}), len({area.sector for area in areas}), len(areas),
    )  # fmt: skip
    origin = Origin(year, "Office of Statistics", "CC BY 4.0", is_fictitious=fictitious)
    with unit_of_work() as session:
        return actions.import_employment(session, actor=actor, origin=origin, table=table, now=now)


def published(
    actor: Actor,
    rows: str = ROWS,
    *,
    year: int = 2025,
    fictitious: bool = False,
    now: datetime = NOW,
) -> EmploymentVersion:
    """Put figures on the map."""
    version = imported(actor, rows, year=year, fictitious=fictitious, now=now)
    publish(actor, version.id, now)
    return version


def publish(actor: Actor, version_id: UUID, now: datetime = NOW) -> None:
    """Publish a draft."""
    with unit_of_work() as session:
        actions.publish_employment(session, actor=actor, version_id=version_id, now=now)


def withdraw(actor: Actor, version_id: UUID, reason: str = "Counted in tens.") -> None:
    """Withdraw a version."""
    with unit_of_work() as session:
        actions.withdraw_employment(
            session, actor=actor, version_id=version_id, reason=reason, now=NOW
        )


def many_rows(regions: int) -> str:
    """Return a table of so many unknown regions in three sectors."""
    lines = [
        f"Region {region},Sector {sector},{1000 + region * (sector + 7) % 5000},100000"
        for region in range(regions)
        for sector in range(3)
    ]
    return "\n".join(lines) + "\n"


def crowded_rows() -> str:
    """Return a table in which every region that we know has a star by ``eco-2006``."""
    return "".join(f"{place.code},Food,{11_000 + at},100000\n" for at, place in enumerate(places()))


def geojson(*codes: str) -> bytes:
    """Return boundaries: a square of a degree for each code, one beside the other."""
    features: list[dict[str, Any]] = []
    for place, code in enumerate(codes):
        west = 8 + place
        ring = [[west, 48], [west + 1, 48], [west + 1, 49], [west, 49], [west, 48]]
        features.append(
            {
                "type": "Feature",
                "properties": {"NUTS_ID": code, "LEVL_CODE": 2},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def stored_boundaries(*codes: str) -> StoredBoundaries:
    """Store boundaries: the file, and what is drawn from it."""
    content = geojson(*codes)
    drawn = write_boundaries(read_boundaries(content))
    return StoredBoundaries(
        files.store().put(content),
        files.store().put(drawn),
        "nuts.geojson",
        len(content),
        len(codes),
    )
