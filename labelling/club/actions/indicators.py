"""Indicators: what a member chooses to report, and definitions that the office changes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from benchmarking.indicators.faults import FaultySet
from benchmarking.indicators.loader import load
from benchmarking.indicators.translation import forget
from labelling.club import queries
from labelling.club.actions.clubs import add_set
from labelling.club.models import IndicatorSetVersion, MemberChoice
from labelling.club.sets import set_of, tables_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


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


def change_definition(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    code: str,
    definition: str,
    guidance: str,
    effect: str,
    first_round: str,
    measured: Mapping[str, str | int] | None,
    now: datetime,
) -> IndicatorSetVersion:
    """Change the words of a definition in the set's next version, and log what that did.

    Translations of what was changed drop out: they would tell the old definition.

    ``effect`` is wording, restated or break; ``measured`` the medians of one round by both
    definitions (round, members, before, after), at least five members. Raises Invalid.
    """
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    tables = tables_of(queries.newest_set(session, club_id))
    indicator = next((one for one in tables["indicators"] if one["code"] == code), None)
    if indicator is None:
        raise Invalid(lazy("Choose an indicator of the set."), field="code")
    if (indicator["definition"], indicator["guidance"]) == (definition, guidance):
        raise Invalid(lazy("This is the definition that stands."), field="definition")
    changed = tuple(
        key
        for key, text in (("definition", definition), ("guidance", guidance))
        if indicator[key] != text
    )
    indicator["definition"], indicator["guidance"] = definition, guidance
    forget(tables, "indicators", code, changed)
    change: dict[str, Any] = {
        "indicator": code,
        "since": first_round,
        "text": definition,
        "effect": effect,
    }
    if measured is not None:
        change["measured"] = dict(measured)
    tables.setdefault("changes", []).append(change)
    try:
        set_ = load(tables)
    except FaultySet as faulty:
        raise Invalid(
            lazy("The set could not hold it: %(fault)s."),
            field="definition",
            fault=str(faulty.faults[0]),
        ) from None
    return add_set(
        session,
        actor=actor,
        club_id=club_id,
        tables=tables,
        set_=set_,
        first_round=first_round,
        why=f"{code}: {effect}",
        now=now,
    )
