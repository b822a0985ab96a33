"""Frozen rounds: made from what was sent, read back from what was kept, and compared with it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking import frozen as library
from benchmarking.figures import Entry, Sheet, Value, value
from benchmarking.indicators.model import IndicatorSet
from benchmarking.peers import Dimension, NotPlaced, Partition, PeerGroup, Placed, partition
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.models import Club, ClubRound, FrozenRound, RoundMember


class Tampered(ValueError):
    """Say that a frozen round is no longer what its hash stands for."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen round as its canonical JSON tells it; members by the ids of their memberships."""

    round: Round
    version: int
    indicators: str
    sheets: Mapping[str, Sheet]
    holdings: Mapping[str, str]
    partitions: tuple[Partition, ...]


def read_frozen(row: FrozenRound) -> Frozen:
    """Return what a frozen round holds. Raises Tampered where its hash is another."""
    if hashlib.sha256(row.content.encode()).hexdigest() != row.sha256:
        raise Tampered(f"frozen round {row.id} does not have the hash {row.sha256}")
    return read_content(row.content)


def read_content(content: str) -> Frozen:
    """Return what the canonical JSON of a frozen round holds."""
    data = json.loads(content)
    round_ = Round.parse(data["round"])
    return Frozen(
        round=round_,
        version=data["version"],
        indicators=data["indicators"],
        sheets={name: _sheet(round_, one["entries"]) for name, one in data["members"].items()},
        holdings={name: one["holding"] for name, one in data["members"].items()},
        partitions=tuple(
            Partition(
                dimension,
                tuple(PeerGroup(tuple(g["bands"]), frozenset(g["members"])) for g in groups),
            )
            for dimension, groups in data["partitions"].items()
        ),
    )


def _sheet(round_: Round, entries: Mapping[str, Mapping[str, Any]]) -> Sheet:
    return Sheet(round_, {name: _entry(one) for name, one in entries.items()})


def _entry(one: Mapping[str, Any]) -> Entry:
    accuracy = one["accuracy"]
    return Entry(
        number=None if one["number"] is None else Fraction(one["number"]),
        unit=one["unit"],
        grade=one["grade"],
        accuracy=None if accuracy is None else Fraction(accuracy),
    )


def frozen_values(
    set_: IndicatorSet, now: Frozen, before: Frozen | None
) -> dict[str, dict[str, Value]]:
    """Return every indicator's value by member, from a frozen round and the one before it.

    Members without a value of an indicator are absent; estimates are there with their grade.
    """
    found: dict[str, dict[str, Value]] = {code: {} for code in set_.indicators}
    for member, sheet in now.sheets.items():
        sheets = {now.round: sheet}
        if before is not None and member in before.sheets:
            sheets[before.round] = before.sheets[member]
        for code, indicator in set_.indicators.items():
            one = value(set_, indicator, sheets, now.round)
            if isinstance(one, Value):
                found[code][member] = one
    return found


def reported(set_: IndicatorSet, sheet: Sheet | None) -> frozenset[str]:
    """Return the indicators that a member reported, and therefore may see: reciprocity.

    All that is entered for it in this round was collected; estimates count as reported, though
    they count in no figure.
    """
    if sheet is None:
        return frozenset()
    given = {name for name, entry in sheet.entries.items() if entry.number is not None}
    return frozenset(
        code
        for code, indicator in set_.indicators.items()
        if {term.quantity for term in set_.terms(indicator)} <= given
    )


def freeze_now(
    session: Session,
    club: Club,
    round_: ClubRound,
    parts: Iterable[RoundMember],
    version: int,
) -> library.FrozenRound:
    """Return the library's frozen round of some members' parts, as they were sent."""
    taken = {part.id: part for part in parts}
    rows = queries.sent_rows(session, taken)
    half = Round.parse(round_.half_year)
    members = {
        str(part.membership_id): library.FrozenMember(
            queries.sheet_from(half, rows.get(part.id, {})), part.holding
        )
        for part in taken.values()
    }
    return library.FrozenRound(
        round=half,
        version=version,
        indicators=queries.round_set(session, round_),
        members=members,
        partitions=_partitions(club, taken.values()),
    )


def _partitions(club: Club, parts: Iterable[RoundMember]) -> tuple[Partition, ...]:
    """Return the members in groups by each dimension in which all of them have a place."""
    rows = list(parts)
    found = []
    for one in club.dimensions:
        bands = tuple(band["id"] for band in one["bands"])
        dimension = Dimension(one["id"], bands, bool(one["ordered"]))
        placed = {
            str(row.membership_id): Placed(row.bands.get(one["id"], ""), row.holding)
            for row in rows
        }
        try:
            found.append(partition(dimension, placed))
        except NotPlaced:
            continue
    return tuple(found)


def frozen_before(session: Session, club_id: UUID, half_year: str) -> FrozenRound | None:
    """Return the newest frozen version of the round before a half-year."""
    wanted = str(Round.parse(half_year).previous)
    for round_ in queries.rounds_of(session, club_id):
        if round_.half_year == wanted:
            return queries.newest_frozen(session, round_.id)
    return None
