"""Indicators: what a member chooses to report, and definitions that the office changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from benchmarking.indicators.faults import FaultySet
from benchmarking.indicators.loader import load
from benchmarking.indicators.translation import forget
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.actions.clubs import add_set
from labelling.club.models import IndicatorSetVersion, MemberChoice
from labelling.club.sets import set_of, tables_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_FIRST = "first_round"


def choose_indicators(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    codes: Collection[str],
    now: datetime,
) -> None:
    """Choose what to report beyond the core; rounds that are open already stay as they are."""
    place = queries.place_for(session, actor, membership_id, now)
    access.require(actor, Permission.INDICATOR_CHOOSE, place)
    set_ = set_of(queries.newest_set(session, place.club.id))
    optional = {one.code for one in set_.indicators.values() if one.tier != "core"}
    if set(codes) - optional:
        raise Invalid(lazy("Choose from the list."), field="chosen")
    before = set(queries.choices_of(session, membership_id))
    gone = before - set(codes)
    session.execute(
        delete(MemberChoice).where(
            MemberChoice.membership_id == membership_id, MemberChoice.indicator.in_(gone)
        )
    )
    session.add_all(
        MemberChoice(
            membership_id=membership_id, indicator=code, chosen_at=now, chosen_by=actor.person_id
        )
        for code in sorted(set(codes) - before)
    )
    if before != set(codes):
        audit.record(session, actor, "club.chosen", place.membership, now, indicators=sorted(codes))


@dataclass(frozen=True, slots=True)
class Changed:
    """A definition in other words, what that does to figures, and from which round on."""

    definition: str
    guidance: str
    effect: str
    first_round: str


def change_definition(
    session: Session, *, actor: Actor, club_id: UUID, code: str, changed: Changed, now: datetime
) -> IndicatorSetVersion:
    """Change the words of a definition in the set's next version, and log what kind it is.

    Translations of what was changed drop out: they would tell the old definition. Asked for what
    stands already (the same form sent twice), it returns the version that has it. Raises Invalid
    with the first of ``faults_of_change``.
    """
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    newest = queries.newest_set(session, club_id)
    if _stands(newest, code, changed):
        return newest
    for fault in faults_of_change(session, club_id=club_id, code=code, changed=changed):
        raise fault
    tables = _with_change(newest, code, changed)
    return add_set(
        session,
        actor=actor,
        club_id=club_id,
        tables=tables,
        set_=load(tables),
        first_round=changed.first_round,
        why=f"{code}: {changed.effect}",
        now=now,
    )


def faults_of_change(
    session: Session, *, club_id: UUID, code: str, changed: Changed
) -> list[Invalid]:
    """Return all that is wrong with a change, each fault with the field that it is about."""
    newest = queries.newest_set(session, club_id)
    indicator = set_of(newest).source.indicators.get(code)
    if indicator is None:
        return [Invalid(lazy("Choose an indicator of the set."), field="code")]
    if _stands(newest, code, changed):
        return []
    found = []
    found += faults_of_first_round(session, club_id, changed.first_round)
    if (indicator.definition, indicator.guidance) == (changed.definition, changed.guidance):
        found.append(Invalid(lazy("This is the definition that stands."), field="definition"))
    if found:
        return found
    try:
        load(_with_change(newest, code, changed))
    except FaultySet as faulty:
        return [
            Invalid(lazy("The set could not hold it: %(fault)s."), field="definition", fault=one)
            for one in map(str, faulty.faults)
        ]
    return []


def faults_of_first_round(session: Session, club_id: UUID, first_round: str) -> list[Invalid]:
    """Return what is wrong with the round from which a set's next version is to count.

    A round that was announced keeps the set that it was announced with: a change that counted from
    it would say of its figures that they are by a definition that nobody had.
    """
    try:
        half = Round.parse(first_round)
    except ValueError:
        return [Invalid(lazy("Write the half-year like 2026-H1."), field=_FIRST)]
    if half < Round.parse(queries.newest_set(session, club_id).first_round):
        return [Invalid(lazy("The set that stands is of a later round."), field=_FIRST)]
    announced = newest_announced(session, club_id)
    if announced is not None and half <= announced:
        return [
            Invalid(
                lazy("%(half)s is announced already and keeps its set. Choose a later half-year."),
                field=_FIRST,
                half=str(announced),
            )
        ]
    return []


def newest_announced(session: Session, club_id: UUID) -> Round | None:
    """Return the latest half-year of which there is a round."""
    rounds = queries.rounds_of(session, club_id)
    return max((Round.parse(one.half_year) for one in rounds), default=None)


def _stands(newest: IndicatorSetVersion, code: str, changed: Changed) -> bool:
    """Say whether the newest set was made by this very change."""
    return (
        any(
            (one.indicator, one.text, one.effect, str(one.since))
            == (code, changed.definition, changed.effect, changed.first_round)
            for one in set_of(newest).source.changes[-1:]
        )
        and set_of(newest).source.indicators[code].guidance == changed.guidance
    )


def _with_change(version: IndicatorSetVersion, code: str, changed: Changed) -> dict[str, Any]:
    tables = tables_of(version)
    indicator = next(one for one in tables["indicators"] if one["code"] == code)
    new = {"definition": changed.definition, "guidance": changed.guidance}
    forget(tables, "indicators", code, tuple(key for key in new if indicator[key] != new[key]))
    indicator |= new
    tables.setdefault("changes", []).append(
        {
            "indicator": code,
            "since": changed.first_round,
            "text": changed.definition,
            "effect": changed.effect,
        }
    )
    return tables
