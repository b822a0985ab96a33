"""Saving figures: each with its version, so that nobody's work is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.core import audit
from labelling.core.access import Actor, require
from labelling.core.errors import Invalid, NotFound, Refusal
from labelling.core.i18n import format_number, lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries, watching
from labelling.organisations.figures import Contradiction, contradictions, read_figure
from labelling.organisations.models import FactValue

Key = tuple[str, int]
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """What somebody entered for a fact and a year, and the version that it started from (or 0)."""

    fact_id: str
    year: int
    text: str
    note: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        """Return fact and year."""
        return self.fact_id, self.year


@dataclass(slots=True)
class Outcome:
    """What became of the figures of one save: kept, in conflict with a newer one, or refused."""

    saved: dict[Key, FactValue] = field(default_factory=dict)
    conflicts: dict[Key, FactValue] = field(default_factory=dict)
    faults: dict[Key, Refusal] = field(default_factory=dict)


def save_facts(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    edition: Edition,
    years: Sequence[int],
    figures: Iterable[Figure],
    save_id: UUID,
    now: datetime,
) -> Outcome:
    """Save the figures that can be saved, and tell of the others why not.

    A figure that somebody has changed since the version it started from is a conflict, unless
    this very save (``save_id``) did it. Raises NotFound for a fact or year that is not asked for.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.FACTS_EDIT, organisation, now=now)
    known = queries.fact_values(session, organisation_id)
    outcome = Outcome()
    wanted = _read(edition, years, figures, outcome)
    changed = _without_conflicts(known, wanted, save_id, outcome)
    _refuse_contradictions(edition, known, changed, outcome)
    changes = []
    for key, (value, note) in changed.items():
        row = known.get(key)
        changes.append(
            {"fact": key[0], "year": key[1], "from": row.value if row else "", "to": value}
        )
        outcome.saved[key] = _write(
            session,
            row or FactValue(organisation_id=organisation_id, fact_id=key[0], year=key[1]),
            value=value,
            note=note,
            save_id=save_id,
            actor=actor,
            now=now,
        )
    if changes:
        audit.record(session, actor, "facts.save", organisation, now, changes=changes)
        watching.facts_changed(session, organisation_id, now)
    return outcome


_Wanted = dict[Key, tuple[Figure, str, str]]
_Changed = dict[Key, tuple[str, str]]


def _read(
    edition: Edition, years: Sequence[int], figures: Iterable[Figure], outcome: Outcome
) -> _Wanted:
    facts = {fact.id: fact for fact in edition.facts}
    wanted: _Wanted = {}
    for figure in figures:
        if figure.fact_id not in facts or figure.year not in years:
            raise NotFound
        try:
            value = read_figure(facts[figure.fact_id], figure.text)
            wanted[figure.key] = (figure, value, _note(figure.note))
        except Invalid as refusal:
            outcome.faults[figure.key] = refusal
    return wanted


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise Invalid(
            lazy("The note has %(length)s characters; %(limit)s fit."),
            length=len(note),
            limit=LONGEST_NOTE,
        )
    return note


def _without_conflicts(
    known: Mapping[Key, FactValue], wanted: _Wanted, save_id: UUID, outcome: Outcome
) -> _Changed:
    changed: _Changed = {}
    for key, (figure, value, note) in wanted.items():
        row = known.get(key)
        if row is None:
            if value or note:
                changed[key] = (value, note)
        elif (row.value, row.note) == (value, note):
            outcome.saved[key] = row
        elif row.version != figure.version and row.save_id != save_id:
            outcome.conflicts[key] = row
        else:
            changed[key] = (value, note)
    return changed


def _refuse_contradictions(
    edition: Edition, known: Mapping[Key, FactValue], changed: _Changed, outcome: Outcome
) -> None:
    """Take out of ``changed`` what contradicts other figures, until the rest holds together."""
    while True:
        found = [
            (year, contradiction)
            for year in sorted({year for _, year in changed})
            for contradiction in contradictions(edition, _figures_of(year, known, changed))
            if {(contradiction.part.id, year), (contradiction.whole.id, year)} & set(changed)
        ]
        if not found:
            return
        for year, contradiction in found:
            for key in ((contradiction.part.id, year), (contradiction.whole.id, year)):
                if changed.pop(key, None) is not None:
                    outcome.faults[key] = _explained(contradiction)


def _figures_of(year: int, known: Mapping[Key, FactValue], changed: _Changed) -> dict[str, str]:
    standing = {key: row.value for key, row in known.items()}
    standing.update({key: value for key, (value, _) in changed.items()})
    return {fact_id: value for (fact_id, of_year), value in standing.items() if of_year == year}


def _explained(found: Contradiction) -> Invalid:
    return Invalid(
        lazy(
            "“%(part)s” (%(small)s) is more than “%(whole)s” (%(large)s). "
            "What is new is not saved. Correct one of them."
        ),
        part=found.part.name,
        small=format_number(found.part_value),
        whole=found.whole.name,
        large=format_number(found.whole_value),
    )


def _write(
    session: Session,
    row: FactValue,
    *,
    value: str,
    note: str,
    save_id: UUID,
    actor: Actor,
    now: datetime,
) -> FactValue:
    row.version = (row.version or 0) + 1
    row.value, row.note, row.save_id = value, note, save_id
    row.updated_at, row.updated_by = now, actor.person_id
    session.add(row)
    return row
