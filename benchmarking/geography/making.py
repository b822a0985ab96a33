"""Make `data/countries.json` from the countries of npm's `world-atlas`, scale 1 : 50 million.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python -m benchmarking.geography.making package/countries-50m.json

Borders are thinned where they are still shared, so that neighbours fit; what lies outside the
frame is cut off, and islands too small to be seen are left out, unless they are a country's only
land. Positions are whole kilometres of EPSG:3035.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarking.geography.outlines import FILE, FRAME
from benchmarking.geography.planes import Point, Ring, area, clipped, encloses, thinned
from benchmarking.geography.projection import projected
from benchmarking.geography.topology import Shape, read_topology

SOURCE = "world-atlas 2.0.2 (countries, 1:50 million), from Natural Earth"
LICENCE = "ISC, © 2013–2019 Michael Bostock; Natural Earth is in the public domain"
TOLERANCE, SMALLEST, MARGIN = 1.2, 60.0, 120.0  # km, km², km

_CODES = {
    "008": "AL", "020": "AD", "040": "AT", "056": "BE", "070": "BA", "100": "BG", "191": "HR",
    "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "FI",
    "250": "FR", "276": "DE", "300": "GR", "348": "HU", "352": "IS", "372": "IE", "380": "IT",
    "428": "LV", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "498": "MD", "499": "ME",
    "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "688": "RS", "703": "SK",
    "705": "SI", "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA", "807": "MK",
    "826": "GB", "831": "GG", "832": "JE", "833": "IM", "492": "MC", "674": "SM", "336": "VA",
    "112": "BY",
}  # fmt: skip
_WITHOUT_ID = {"Kosovo": "XK", "N. Cyprus": "CY"}
_CRIMEA = projected(34.1, 45.2)


def _treat(arc: Sequence[Point]) -> list[Point]:
    return thinned([projected(x, max(-60.0, y)) for x, y in arc], TOLERANCE)


def _code(shape: Shape, ring: Ring) -> str:
    """Return the country of a ring: Crimea is Ukraine's, whoever holds it (UN A/RES/68/262)."""
    if encloses([ring], _CRIMEA):
        return "UA"
    return _CODES.get(shape.id, "") or _WITHOUT_ID.get(shape.name, "")


def _whole(ring: Ring) -> list[Point]:
    """Return a ring in whole kilometres, without points that fall together."""
    rounded = [(round(x), round(y)) for x, y in ring]
    pairs = zip(rounded, [*rounded[-1:], *rounded[:-1]], strict=True)
    return [point for point, before in pairs if point != before]


def _shown(shape: Shape) -> Iterator[list[Point]]:
    """Yield what of a shape is shown, at least its largest ring if that lies in the frame."""
    cut = [_whole(clipped(ring, FRAME.grown(MARGIN))) for ring in shape.rings]
    rings = sorted((ring for ring in cut if len(ring) >= 3), key=area, reverse=True)  # noqa: PLR2004
    yield from (ring for place, ring in enumerate(rings) if place == 0 or area(ring) >= SMALLEST)


def make(atlas: Path) -> str:
    """Return the file's text from world-atlas's."""
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    countries: dict[str, list[list[int]]] = {}
    for shape in read_topology(topology, "countries", _treat):
        for ring in _shown(shape):
            flat = [int(number) for point in ring for number in point]
            countries.setdefault(_code(shape, ring), []).append(flat)
    kept = {"source": SOURCE, "licence": LICENCE, "countries": dict(sorted(countries.items()))}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(make(Path(sys.argv[1])), encoding="utf-8")
