"""Entering figures: each saved as it is typed, with its revision, so that nobody's work is lost."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.figures import Sheet
from benchmarking.indicators.model import IndicatorSet
from benchmarking.rounds import Round
from benchmarking.validation.finding import Finding
from benchmarking.validation.given import Given, read_given
from benchmarking.validation.hard import hard_findings
from labelling.club import queries
from labelling.club.life import TAKES_CORRECTIONS, TAKES_FIGURES
from labelling.club.models import ClubRound, RoundMember, Source, ValueRevision
from labelling.club.reasons import reason
from labelling.club.sets import asked_quantities
from labelling.club.subjects import Part
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow, Refusal
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.saves import id_of_other_words

LONGEST_NOTE = 500
_NOT_ASKED = lazy("You do not report this in this round. Choose it for the next one.")


@dataclass(frozen=True, slots=True)
class Figure:
    """What somebody gave for a quantity, and the revision that they started from (0: none).

    ``given`` is text as the library reads it: a decimal point, no thousands separator.
    """

    quantity: str
    given: Given
    not_collected: bool = False
    revision: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of the figures of one save: kept, in conflict with a newer one, or refused."""

    saved: dict[str, ValueRevision] = field(default_factory=dict)
    conflicts: dict[str, ValueRevision] = field(default_factory=dict)
    faults: dict[str, Refusal] = field(default_factory=dict)


def save_figures(
    session: Session,
    *,
    actor: Actor,
    part_id: UUID,
    figures: Iterable[Figure],
    save_id: UUID,
    source: Source = Source.TYPED,
    now: datetime,
) -> Outcome:
    """Save the figures that can be read, and say of the others why not.

    What cannot be so by itself (no number, another unit, out of bounds) is refused here; what
    does not agree with other figures is said beside them and refuses sending. A figure that
    somebody changed since the revision it started from is a conflict, unless this very save
    (``save_id``) of the same person did it: then this one follows it. What the member is not
    asked in this round is refused as well: who sees what is fixed when the round opens.
    Raises NotFound for a quantity that is not in the set.
    """
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.FIGURES_EDIT, part, now=now)
    refuse_closed(part.round, now)
    set_ = queries.round_set(session, part.round)
    standing = queries.current_rows(session, [part_id]).get(part_id, {})
    outcome = Outcome()
    changed = []
    asked = {one.id for one in asked_quantities(set_, part.row.asked)}
    for figure in _readable(set_, part.round, _asked(set_, asked, figures, outcome), outcome):
        row = standing.get(figure.quantity)
        follows = row is not None and (row.save_id, row.saved_by) == (save_id, actor.person_id)
        if row is not None and _same(row, figure):
            outcome.saved[figure.quantity] = row
        elif row is not None and row.revision != figure.revision and not follows:
            outcome.conflicts[figure.quantity] = row
        elif row is not None or figure.given != Given("") or figure.not_collected:
            new = _revision(part.row, figure, row, actor, now)
            new.save_id = id_of_other_words(save_id, figure) if follows else save_id
            new.source = source
            session.add(new)
            outcome.saved[figure.quantity] = new
            changed.append(figure.quantity)
    if changed:
        audit.record(
            session,
            actor,
            "figures.saved",
            part.row,
            now,
            quantities=changed,
            source=source.value,
            corrects=part.row.submitted_at is not None,
        )
    return outcome


def refuse_closed(round_: ClubRound, now: datetime) -> None:
    """Raise NotNow where a round takes neither figures nor corrections."""
    if round_.state in TAKES_FIGURES:
        return
    if round_.state in TAKES_CORRECTIONS:
        if today(now) <= round_.corrections_until:
            return
        raise NotNow(lazy("The last day for corrections has passed."))
    raise NotNow(lazy("This round takes no figures now."))


def _asked(
    set_: IndicatorSet, asked: Container[str], figures: Iterable[Figure], outcome: Outcome
) -> list[Figure]:
    """Return the figures that the member is asked for; note the others as faults."""
    found = []
    for figure in figures:
        if figure.quantity not in set_.quantities:
            raise NotFound(
                lazy("The set of this round has no figure “%(name)s”."), name=figure.quantity[:40]
            )
        if figure.quantity in asked:
            found.append(figure)
        else:
            outcome.faults[figure.quantity] = Invalid(_NOT_ASKED)
    return found


def _readable(
    set_: IndicatorSet, round_: ClubRound, figures: Iterable[Figure], outcome: Outcome
) -> list[Figure]:
    """Return the figures that can stand by themselves; note the others as faults."""
    wanted = {one.quantity: one for one in figures}
    faults = faults_of_figures(set_, Round.parse(round_.half_year), wanted.values())
    outcome.faults.update(faults)
    return [one for name, one in wanted.items() if name not in faults]


def faults_of_figures(
    set_: IndicatorSet, half: Round, figures: Iterable[Figure]
) -> dict[str, Refusal]:
    """Return what cannot be so by itself, by quantity, and why: saving refuses it."""
    wanted = {one.quantity: one for one in figures}
    faults: dict[str, Refusal] = {}
    _, refused = read_given(set_, {name: one.given for name, one in wanted.items()})
    for finding in refused:
        faults.setdefault(finding.subject, Invalid(reason(set_, finding)))
    for name, one in wanted.items():
        if one.not_collected and one.given.number.strip():
            faults.setdefault(name, Invalid(lazy("Either a figure, or “not collected”. Not both.")))
        elif len(one.given.note) > LONGEST_NOTE:
            faults.setdefault(
                name,
                Invalid(
                    lazy("The note has %(length)s characters; %(limit)s fit."),
                    length=len(one.given.note),
                    limit=LONGEST_NOTE,
                ),
            )
    readable = [one for name, one in wanted.items() if name not in faults]
    for finding in _out_of_bounds(set_, half, readable):
        faults.setdefault(finding.subject, Invalid(reason(set_, finding)))
    return faults


def _out_of_bounds(set_: IndicatorSet, half: Round, figures: Iterable[Figure]) -> list[Finding]:
    entries, _ = read_given(set_, {one.quantity: one.given for one in figures})
    sheet = Sheet(half, entries)
    return [
        finding
        for finding in hard_findings(set_, {half: sheet}, half)
        if finding.check == "range" and finding.subject in entries
    ]


def _same(row: ValueRevision, figure: Figure) -> bool:
    given = figure.given
    return (row.number, row.unit, row.grade, row.accuracy, row.note, row.not_collected) == (
        given.number.strip(),
        given.unit.strip(),
        given.grade.strip(),
        given.accuracy.strip(),
        given.note.strip(),
        figure.not_collected,
    )


def _revision(
    part: RoundMember,
    figure: Figure,
    before: ValueRevision | None,
    actor: Actor,
    now: datetime,
) -> ValueRevision:
    given = figure.given
    return ValueRevision(
        round_member_id=part.id,
        quantity=figure.quantity,
        revision=(before.revision if before is not None else 0) + 1,
        number=given.number.strip(),
        unit=given.unit.strip(),
        grade=given.grade.strip(),
        accuracy=given.accuracy.strip(),
        note=given.note.strip(),
        not_collected=figure.not_collected,
        corrects=part.submitted_at is not None,
        saved_at=_after_sending(part, now),
        saved_by=actor.person_id,
    )


def _after_sending(part: RoundMember, now: datetime) -> datetime:
    """Return when a figure is saved: behind the sending that did not see it, whatever the clock."""
    sent_at = part.resubmitted_at or part.submitted_at
    return now if sent_at is None else max(now, sent_at + timedelta(microseconds=1))


def findings_now(
    session: Session, part: Part, set_: IndicatorSet, rows: Mapping[str, ValueRevision]
) -> tuple[Finding, ...]:
    """Return what refuses a sheet as it stands, with what was sent in earlier rounds beside it."""
    half = Round.parse(part.round.half_year)
    sheets = queries.earlier_sheets(session, part.place.membership.id, half)
    sheets[half] = queries.sheet_from(half, rows)
    return hard_findings(set_, sheets, half)
