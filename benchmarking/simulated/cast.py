"""The fictitious members: names, bands, holdings, and what sort of office each is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarking.peers import Dimension

DIMENSIONS = (
    Dimension("size", ("up-to-60", "61-to-120", "over-120"), ordered=True),
    Dimension("age", ("up-to-5-years", "6-to-15-years", "over-15-years"), ordered=True),
    Dimension("field", ("manufacturing", "digital", "life-sciences", "green"), ordered=False),
    Dimension("governance", ("association", "company", "agency"), ordered=False),
)


@dataclass(frozen=True)
class SimulatedMember:
    """A fictitious member: its bands by dimension, and its holding ('' for none)."""

    id: str
    name: str
    bands: Mapping[str, str] = field(hash=False)
    holding: str


_CAST = (
    # name, size, age, field, governance, holding
    ("Alder Valley Mobility Cluster", 2, 2, 0, 0, ""),
    ("Brightwater Medical Network", 1, 1, 2, 0, ""),
    ("Copperfield Metal Alliance", 2, 2, 0, 1, "fictitious-holding-1"),
    ("Dunmoor Timber Cluster", 0, 2, 3, 0, ""),
    ("Eastmere Photonics Valley", 1, 1, 1, 1, ""),
    ("Ferncliff Food Network", 0, 2, 0, 2, ""),
    ("Greyharbour Maritime Cluster", 1, 1, 0, 0, ""),
    ("Hollowbrook Software Circle", 2, 0, 1, 0, "fictitious-holding-2"),
    ("Ironbridge Plain Plastics Cluster", 1, 2, 0, 1, "fictitious-holding-1"),
    ("Juniper Coast Energy Cluster", 2, 1, 3, 2, ""),
    ("Kestrel Ridge Aerospace Circle", 1, 1, 0, 0, ""),
    ("Larkspur Biotech Network", 0, 0, 2, 1, ""),
    ("Marlstone Construction Cluster", 0, 2, 3, 0, ""),
    ("Nettlefield Water Cluster", 0, 1, 3, 2, ""),
    ("Oakhaven Health Valley", 2, 1, 2, 0, ""),
    ("Pebblecombe Textile Network", 0, 2, 0, 0, ""),
    ("Quarrybank Materials Cluster", 1, 1, 0, 1, ""),
    ("Rookwood Games Circle", 0, 0, 1, 0, "fictitious-holding-2"),
    ("Silverford Sensor Network", 1, 0, 1, 1, ""),
    ("Thornbury Vale Logistics Cluster", 2, 2, 0, 2, ""),
    ("Umberleigh Circular Cluster", 0, 0, 3, 0, ""),
    ("Vellum Hill Creative Network", 0, 1, 1, 0, ""),
    ("Wintermoor Tourism Cluster", 1, 1, 3, 2, ""),
    ("Yarrow Bay Pharma Network", 2, 2, 2, 1, ""),
)

LATE_JOINERS = frozenset({"fictitious-12", "fictitious-19"})
"""Members who joined two rounds after the others."""


def members() -> tuple[SimulatedMember, ...]:
    """Return the 24 members; each name says that it is fictitious."""
    return tuple(
        SimulatedMember(
            id=f"fictitious-{at:02}",
            name=f"{name} (fictitious)",
            bands={
                dimension.id: dimension.bands[place]
                for dimension, place in zip(DIMENSIONS, places, strict=True)
            },
            holding=holding,
        )
        for at, (name, *places, holding) in enumerate(_CAST, start=1)
    )
