"""What the organisations answer: bands, texts and the evidence for them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.editions.model import Edition, Part
from labelling.desk.demo_data.organisations import Office
from labelling.desk.demo_data.telling import told

_FULL, _LITTLE = 60, 20  # percent from which, and up to which, an answer reads otherwise


@dataclass(frozen=True, slots=True)
class Paper:
    """A piece of evidence: its title and what stands in it."""

    title: str
    lines: tuple[str, ...]


def drift(*key: str) -> int:
    """Return -1, 0 or 1: the same for the same key, without a pattern that is seen."""
    return hashlib.sha256("/".join(key).encode()).digest()[0] % 3 - 1


def band(office: Office, part: Part, level: int) -> int:
    """Return the band that an organisation chooses for itself; ``level`` is its usual one."""
    return min(100, max(20, level + 20 * drift(office.key, part.id)))


def text(office: Office, part: Part, chosen: int, limit: int) -> str:
    """Return an answer that fits a band and the limit of characters."""
    said = told(office, part, full=chosen >= _FULL, little=chosen <= _LITTLE)
    return _fitting(said, limit)


def papers(office: Office, edition: Edition, scope: Sequence[str]) -> dict[str, Paper]:
    """Return a paper for each part, one for several where their evidence has the same name."""
    found: dict[str, Paper] = {}
    for part_id in scope:
        part = edition.parts[part_id]
        title = part.evidence[0].rstrip(".")[:180]
        found[part_id] = Paper(
            title,
            (
                f"{office.profile.name}, {office.profile.city}",
                "Fictitious paper, made for the demonstration.",
                "",
                part.looks_at,
                "",
                told(office, part, full=True, little=False),
            ),
        )
    return found


def _fitting(said: str, limit: int) -> str:
    while len(said) > limit and ". " in said:
        said = said.rpartition(". ")[0] + "."
    return said[:limit]
