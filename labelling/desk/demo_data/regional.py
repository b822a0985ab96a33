"""Regional employment for the star map: invented figures for the regions of Europe, three years.

The regions are real, so that they have a place; the figures are not, and say so wherever they
are shown. Each sector has a few homes around which it is common; from year to year a little moves.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping

from benchmarking.geography.places import Place, find_place, places
from labelling.core import files
from labelling.core.access import Role
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.telling import draw
from labelling.desk.demo_data.timetable import Calendar, Scene, Story
from labelling.observatory import actions
from labelling.observatory.actions import Origin, StoredTable
from labelling.observatory.models import EmploymentVersion

SOURCE = "Invented figures of this demonstration, from no statistics"
LICENCE = "none needed: the figures mean nothing"

_LARGER = frozenset({"BE2", "BE3", "TR4"})  # they hold others of the table
_LATE = frozenset({"AL01", "AL02", "AL03"})  # without figures in the first year
_COUNTED_WRONGLY = "Textiles"

# Sector, its usual share of employment in thousandths, and the regions around which it is common.
_SECTORS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Aerospace", 5, ("FRJ2", "DE60", "UKK1", "ES61", "ITC1", "NL23")),
    ("Automotive", 14, ("DE11", "CZ02", "ITC1", "SE23", "AT31", "RO31", "ES24")),
    ("Biopharma", 5, ("DK01", "CH03", "IE05", "BE24", "SI04", "DE71")),
    ("Chemical", 10, ("DEB3", "BE21", "NL34", "FRK2", "PL61", "ES51")),
    ("Food", 26, ("FRH0", "ES62", "PL84", "IE05", "EL52", "DE94", "RO22")),
    ("Forest", 6, ("FI1D", "SE32", "LV00", "EE00", "AT22", "PT16")),
    ("Furniture", 8, ("ITH3", "PL41", "LT02", "DEA4", "DE72")),
    ("Instruments", 6, ("DEG0", "CH02", "DE13", "HU21", "FI19")),
    ("IT", 24, ("IE06", "UKJ1", "FI1B", "DE21", "RO32", "EE00", "PT11")),
    ("Medical", 9, ("AT12", "DE14", "NL31", "HU32", "IE04")),
    ("Metal", 19, ("DEA5", "ES21", "ITC4", "SK04", "PL22", "TR62")),
    ("Plastics", 9, ("PT16", "DE23", "ITH3", "CZ07", "TR41")),
    ("Power", 8, ("NO0A", "FRK1", "BG34", "PL71", "DK03")),
    ("Textiles", 10, ("TR32", "PT11", "ITI1", "BG41", "RO21", "PL71")),
    ("Transportation", 30, ("NL33", "DE60", "PL63", "ITH4", "EL30", "LT02")),
)


def map_is_made(calendar: Calendar) -> Story:
    """Publish three years; of the last a first version was withdrawn, and a better one came."""
    last = calendar.begins.year - 1
    scene = yield calendar.at(700, 9)
    draft = _imported(scene, last - 2, left_out=_LARGER | _LATE)
    scene = yield calendar.at(700, 11)
    _publish(scene, draft)
    scene = yield calendar.at(380, 9)
    draft = _imported(scene, last - 1)
    scene = yield calendar.at(380, 11)
    _publish(scene, draft)
    scene = yield calendar.at(60, 9)
    draft = _imported(scene, last, part=10)
    scene = yield calendar.at(60, 10)
    _publish(scene, draft)
    scene = yield calendar.at(52, 9)
    actions.withdraw_employment(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        version_id=draft.id,
        reason="Employees of some sectors were counted in tens. A corrected version follows.",
        now=scene.now,
    )
    scene = yield calendar.at(51, 9)
    draft = _imported(scene, last, note="Corrected: the first version counted in tens.")
    scene = yield calendar.at(51, 10)
    _publish(scene, draft)


def _imported(
    scene: Scene,
    year: int,
    *,
    note: str = "",
    part: int = 1,
    left_out: frozenset[str] = _LARGER,
) -> EmploymentVersion:
    rows = list(_rows(year, part, left_out))
    content = _table(rows)
    return actions.import_employment(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        origin=Origin(year, SOURCE, LICENCE, note=note, is_fictitious=True),
        table=StoredTable(
            sha256=files.store().put(content),
            filename=f"invented-employment-{year}.csv",
            size=len(content),
            regions=len({row[0] for row in rows}),
            sectors=len(_SECTORS),
            areas=len(rows),
        ),
        now=scene.now,
    )


def _publish(scene: Scene, draft: EmploymentVersion) -> None:
    actions.publish_employment(
        scene.session,
        actor=acting(scene.session, "olga", Role.OFFICER, scene.now),
        version_id=draft.id,
        now=scene.now,
    )


def _table(rows: Iterable[tuple[str, str, str, int]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("region", "sector", "employees", "region_total"))
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows(year: int, part: int, left_out: frozenset[str]) -> Iterator[tuple[str, str, str, int]]:
    """Yield regions by sectors; a few figures are missing, as in real tables.

    ``part`` divides the employees of one sector: the fault for which a version is withdrawn.
    """
    homes = _homes()
    for place in places():
        if place.code in left_out:
            continue
        total = 60_000 + draw(900_000, place.code, "total") * (1 + draw(3, place.code)) // 2
        for sector, per_mille, _ in _SECTORS:
            if draw(60, place.code, sector, "missing") == 0:
                yield place.code, sector, "", total
                continue
            near = 4.5 * max(_nearness(place, home) for home in homes[sector])
            chance = 0.45 + draw(80, place.code, sector) / 100
            moved = 0.9 + draw(21, place.code, sector, str(year)) / 100
            employees = int(total * per_mille / 1000 * (chance + near) * moved)
            divided = employees // part if sector == _COUNTED_WRONGLY else employees
            yield place.code, sector, str(min(divided, total)), total


def _homes() -> Mapping[str, tuple[Place, ...]]:
    return {
        sector: tuple(place for code in codes if (place := find_place(code)) is not None)
        for sector, _, codes in _SECTORS
    }


def _nearness(place: Place, home: Place) -> float:
    """Return 1 at a sector's home, less and less further away: half at about 120 km."""
    (x1, y1), (x2, y2) = place.point, home.point
    return math.exp(-(((x1 - x2) ** 2 + (y1 - y2) ** 2) / 150**2))
