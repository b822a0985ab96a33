"""Saving figures: each with its version, so that nobody's work is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.core import audit
from labelling.core.access import Actor, require
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, Refusal
from labelling.core.i18n import format_number, lazy
from labelling.core.permissions import Permission
from labelling.core.saves import id_of_other_words
from labelling.organisations import queries, watching
from labelling.organisations.figures import Contradiction, contradictions, read_figure
from labelling.organisations.models import FactValue
from labelling.organisations.provenance import Origin, Provenance, read_origin
from labelling.organisations.released import released_facts

Key = tuple[str, int]
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """What somebody entered for a fact and a year, and the version that it started from (or 0).

    Without ``origin`` it stays said where the figure comes from.
    """

    fact_id: str
    year: int
    text: str
    note: str = ""
    version: int = 0
    origin: Origin | None = None

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
    typed: bool = True,
) -> Outcome:
    """Save the figures that can be saved, and tell of the others why not.

    Where another number is ``typed`` over a released one, what was said of where that comes from
    goes with it, unless that is said anew.

    A figure that somebody has changed since the version it started from is a conflict, unless
    this very save (``save_id``) of the same person did it: then this one follows it.
    Raises NotFound for a fact or year that is not asked for.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.FACTS_EDIT, organisation, now=now)
    known = queries.fact_values(session, organisation_id)
    outcome = Outcome()
    wanted = _read(edition, years, _with_origins(figures, known), today(now), outcome)
    if typed:
        _drop_released(known, wanted, released_facts(session, organisation_id))
    changed = _without_conflicts(known, wanted, save_id, actor, outcome)
    _refuse_contradictions(edition, known, changed, outcome)
    changes = []
    for key, said in changed.items():
        row = known.get(key)
        changes.append(_told(key, row, said))
        follows = row is not None and _is_of_this_save(row, save_id, actor)
        outcome.saved[key] = _write(
            session,
            row or FactValue(organisation_id=organisation_id, fact_id=key[0], year=key[1]),
            said=said,
            save_id=id_of_other_words(save_id, said) if follows else save_id,
            actor=actor,
            now=now,
        )
    if changes:
        audit.record(session, actor, "facts.save", organisation, now, changes=changes)
        watching.facts_changed(session, organisation_id, now)
    return outcome


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to be kept of a figure."""

    value: str
    note: str
    provenance: Provenance

    def is_in(self, row: FactValue) -> bool:
        return (self.value, self.note, self.provenance) == (row.value, row.note, row.provenance)


_Wanted = dict[Key, tuple[Figure, _Said]]
_Changed = dict[Key, _Said]


def _provenance(row: FactValue | None) -> Provenance:
    return row.provenance if row is not None else Provenance()


def _told(key: Key, row: FactValue | None, said: _Said) -> dict[str, object]:
    """Return a change as the trail keeps it; texts of people stay out of it."""
    told: dict[str, object] = {
        "fact": key[0],
        "year": key[1],
        "from": row.value if row else "",
        "to": said.value,
    }
    if said.provenance.grade != _provenance(row).grade:
        told["grade"] = said.provenance.grade
    return told


def _with_origins(
    figures: Iterable[Figure], known: Mapping[Key, FactValue]
) -> list[tuple[Figure, Provenance]]:
    """Return each figure with where the one that stands comes from."""
    return [(figure, _provenance(known.get(figure.key))) for figure in figures]


def _read(
    edition: Edition,
    years: Sequence[int],
    figures: Iterable[tuple[Figure, Provenance]],
    day: date,
    outcome: Outcome,
) -> _Wanted:
    facts = {fact.id: fact for fact in edition.facts}
    wanted: _Wanted = {}
    for figure, stands in figures:
        if figure.fact_id not in facts or figure.year not in years:
            raise NotFound
        try:
            value = read_figure(facts[figure.fact_id], figure.text)
            origin = stands if figure.origin is None else read_origin(figure.origin, day)
            wanted[figure.key] = (figure, _Said(value, _note(figure.note), origin))
        except Invalid as refusal:
            outcome.faults[figure.key] = refusal
    return wanted


def _drop_released(
    known: Mapping[Key, FactValue], wanted: _Wanted, released: Mapping[Key, str]
) -> None:
    """Drop where a released number comes from, from each that was typed over it.

    Not where another source is named; a day or a grade that is said anew stays as well.
    """
    for key, (figure, said) in wanted.items():
        row = known.get(key)
        if row is None or row.value != released.get(key) or row.value == said.value:
            continue
        old, new = row.provenance, said.provenance
        if new.source == old.source:
            left = Provenance(
                dated=new.dated if new.dated != old.dated else None,
                grade=new.grade if new.grade != old.grade else "",
            )
            wanted[key] = (figure, replace(said, provenance=left))


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise Invalid(
            lazy("The note has %(length)s characters; %(limit)s fit."),
            length=len(note),
            limit=LONGEST_NOTE,
        )
    return note


def _is_of_this_save(row: FactValue, save_id: UUID, actor: Actor) -> bool:
    return (row.save_id, row.updated_by) == (save_id, actor.person_id)


def _without_conflicts(
    known: Mapping[Key, FactValue],
    wanted: _Wanted,
    save_id: UUID,
    actor: Actor,
    outcome: Outcome,
) -> _Changed:
    changed: _Changed = {}
    for key, (figure, said) in wanted.items():
        row = known.get(key)
        if row is None:
            if said != _Said("", "", Provenance()):
                changed[key] = said
        elif said.is_in(row):
            outcome.saved[key] = row
        elif row.version != figure.version and not _is_of_this_save(row, save_id, actor):
            outcome.conflicts[key] = row
        else:
            changed[key] = said
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
    standing.update({key: said.value for key, said in changed.items()})
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
    said: _Said,
    save_id: UUID,
    actor: Actor,
    now: datetime,
) -> FactValue:
    row.version = (row.version or 0) + 1
    row.value, row.note, row.save_id = said.value, said.note, save_id
    row.source, row.dated = said.provenance.source, said.provenance.dated
    row.grade = said.provenance.grade
    row.updated_at, row.updated_by = now, actor.person_id
    session.add(row)
    return row
