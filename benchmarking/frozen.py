"""A round once nothing in it can change any more: one canonical form, and its hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from benchmarking.figures import Entry, Sheet
from benchmarking.indicators.model import IndicatorSet
from benchmarking.peers import Partition
from benchmarking.rounds import Round


@dataclass(frozen=True)
class FrozenMember:
    """What a member gave, and the holding it belongs to ('' for none)."""

    sheet: Sheet
    holding: str = ""


@dataclass(frozen=True)
class FrozenRound:
    """All members' figures of a round; a correction makes the next version."""

    round: Round
    version: int
    indicators: IndicatorSet = field(hash=False)
    members: Mapping[str, FrozenMember] = field(hash=False)
    partitions: tuple[Partition, ...]

    @property
    def canonical(self) -> bytes:
        """Return the round in RFC 8785 form; numbers are exact texts, notes are left out."""
        return rfc8785.dumps(
            {
                "round": str(self.round),
                "version": self.version,
                "indicators": self.indicators.identity,
                "members": {name: _member(one) for name, one in self.members.items()},
                "partitions": {one.dimension: _groups(one) for one in self.partitions},
            }
        )

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the canonical form in hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()


def _member(member: FrozenMember) -> dict[str, Any]:
    entries = {name: _entry(entry) for name, entry in member.sheet.entries.items()}
    return {"holding": member.holding, "entries": entries}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": None if entry.number is None else str(entry.number),
        "unit": entry.unit,
        "grade": entry.grade,
        "accuracy": None if entry.accuracy is None else str(entry.accuracy),
    }


def _groups(partition: Partition) -> list[dict[str, Any]]:
    return [
        {"bands": list(group.bands), "members": sorted(group.members)} for group in partition.groups
    ]
