"""What the organisations answer: bands and texts from the edition's own examples, and evidence."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.editions.model import Edition, Part
from labelling.desk.demo_data.organisations import Office

_FULL = 60  # percent from which the edition's good example fits


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
    """Return an answer that fits a band: the good example, its beginning, or the weak one."""
    if chosen >= _FULL:
        said = part.good
    elif chosen > 20:  # noqa: PLR2004 (the second band)
        said = _sentences(part.good, 2)
    else:
        said = f"{_sentences(part.good, 1)} {part.weak}"
    return _fitting(f"{_opening(office, part)} {said}", limit)


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
                *part.good.split(". ")[:4],
            ),
        )
    return found


def _opening(office: Office, part: Part) -> str:
    openings = (
        f"We are {office.members} members around {office.profile.city}.",
        f"For our {office.members} members this is what counts.",
        f"In our office of {office.staff} full-time posts it goes like this.",
    )
    return openings[1 + drift(office.key, part.id, "opening")]


def _sentences(said: str, count: int) -> str:
    return ". ".join(said.split(". ")[:count]).rstrip(".") + "."


def _fitting(said: str, limit: int) -> str:
    while len(said) > limit and ". " in said:
        said = said.rpartition(". ")[0] + "."
    return said[:limit]
