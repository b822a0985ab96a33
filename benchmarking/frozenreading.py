"""A frozen round read back from its canonical form: what was given, by whom, in which groups."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from benchmarking.figures import Entry, Grade, Sheet
from benchmarking.frozen import FrozenMember
from benchmarking.peers import Partition, PeerGroup
from benchmarking.rounds import Round


class NotAsFrozen(ValueError):
    """Say that a content is not the one whose hash was kept."""


@dataclass(frozen=True)
class ReadRound:
    """A frozen round as its canonical form tells it; `indicators` is the identity of its set."""

    round: Round
    version: int
    indicators: str
    members: Mapping[str, FrozenMember] = field(hash=False)
    partitions: tuple[Partition, ...]

    def partition(self, dimension: str) -> Partition | None:
        """Return the partition along a dimension, None where the round has none."""
        return next((one for one in self.partitions if one.dimension == dimension), None)


def read_frozen(content: bytes, sha256: str) -> ReadRound:
    """Return the round that a content holds. Raises NotAsFrozen unless its hash is the one kept."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotAsFrozen("the frozen round is not as it was frozen")
    table: dict[str, Any] = json.loads(content)
    round_ = Round.parse(table["round"])
    return ReadRound(
        round=round_,
        version=table["version"],
        indicators=table["indicators"],
        members={name: _member(round_, one) for name, one in table["members"].items()},
        partitions=tuple(
            Partition(name, tuple(map(_group, groups)))
            for name, groups in sorted(table["partitions"].items())
        ),
    )


def _member(round_: Round, table: Mapping[str, Any]) -> FrozenMember:
    entries = {name: _entry(entry) for name, entry in table["entries"].items()}
    return FrozenMember(Sheet(round_, entries), table["holding"])


def _entry(table: Mapping[str, Any]) -> Entry:
    return Entry(
        number=_number(table["number"]),
        unit=table["unit"],
        grade=cast("Grade", table["grade"]),
        accuracy=_number(table["accuracy"]),
    )


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _group(table: Mapping[str, Any]) -> PeerGroup:
    return PeerGroup(tuple(table["bands"]), frozenset(table["members"]))
