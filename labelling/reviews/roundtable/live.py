"""What is on show at a round table at this moment, as one person there sees it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.consensus import Difference, Opinion
from assessments.judgement import NotApplicable
from labelling.applications.figures import percent
from labelling.applications.models import Application
from labelling.core import i18n
from labelling.core.access import Actor
from labelling.core.i18n import gettext
from labelling.reviews import queries as reviews
from labelling.reviews.agreement import Agreement, PartAgreement, Standing, agreement_of
from labelling.reviews.models import Dissent
from labelling.reviews.opinions import Entered, departs_from
from labelling.reviews.queries.scores import HandedIn
from labelling.reviews.roundtable import queries
from labelling.reviews.roundtable.models import RoundTable, TablePart, Voice
from labelling.reviews.roundtable.voices import before, by_now, difference_now
from labelling.reviews.subjects import Assessment

SHAPES = ("◆", "●", "▲")


@dataclass(frozen=True)
class Person:
    """Somebody at the table; ``here`` says that their screen was heard of just now."""

    id: UUID
    name: str
    shape: str
    own: bool
    here: bool
    writes: bool
    leads: bool


@dataclass(frozen=True)
class Saying:
    """What somebody says of the part on show: as handed in, and by now.

    ``shape``, ``name``, ``words`` and ``place`` are what a line from 0 to 100 draws; ``departs``
    is what the attributes come to, where what was handed in departs from them.
    """

    person: Person
    row: Entered | None
    before: str
    words: str
    place: float | None
    changed: bool
    departs: str

    @property
    def shape(self) -> str:
        """Return the shape that stands for the person on all pages."""
        return self.person.shape

    @property
    def name(self) -> str:
        """Return who says it."""
        return self.person.name


@dataclass(frozen=True)
class Live:
    """A moment at the table. ``tag`` changes with everything that a screen shows of it.

    ``line`` are the parts that are discussed, in their order; ``part`` is the one on show.
    ``spent`` are the seconds that it took before; ``key`` changes when the fields on the person's
    own screen are about something else: another part, or the pen has passed.
    """

    table: RoundTable
    agreement: Agreement
    people: Sequence[Person]
    line: Sequence[PartAgreement]
    part: PartAgreement | None
    sayings: Sequence[Saying]
    now: Difference | None
    draft: TablePart | None
    written_version: int
    dissents: Sequence[tuple[Dissent, str]]
    own_dissent: str
    spent: int
    total_spent: int
    is_chair: bool
    has_pen: bool
    key: str
    tag: str

    @property
    def is_open(self) -> bool:
        """Say whether the table is open."""
        return self.table.closed_at is None

    @property
    def scribe(self) -> Person | None:
        """Return who has the pen."""
        return next((one for one in self.people if one.writes), None)

    @property
    def asks(self) -> Person | None:
        """Return who asks for the pen."""
        return next((one for one in self.people if one.id == self.table.asked_by), None)

    @property
    def me(self) -> Person | None:
        """Return whose screen it is."""
        return next((one for one in self.people if one.own), None)

    @property
    def position(self) -> int:
        """Return which of the parts that are discussed is on show, 0 for none of them."""
        ids = [part.part_id for part in self.line]
        shown = self.part.part_id if self.part is not None else ""
        return ids.index(shown) + 1 if shown in ids else 0

    @property
    def following(self) -> PartAgreement | None:
        """Return the part that comes next, None after the last."""
        return self.line[self.position] if self.position < len(self.line) else None

    @property
    def preceding(self) -> PartAgreement | None:
        """Return the part before, None at the first."""
        return self.line[self.position - 2] if self.position > 1 else None


def live(
    session: Session,
    actor: Actor,
    application: Application,
    case: Assessment,
    table: RoundTable,
    *,
    discussed_from: int,
    now: datetime,
) -> Live:
    """Return what is on show. Callers have required AGREEMENT_EDIT."""
    agreement = agreement_of(session, application, discussed_from)
    voices = queries.voices(session, application.id)
    parts = queries.table_parts(session, application.id)
    here = queries.people_here(session, application.id, now)
    people = _people(actor, case, table, agreement.reviews, here)
    line = [part for part in agreement.parts if _is_discussed(part)]
    part = agreement.part(table.part_id) if table.part_id is not None else None
    shown = parts.get(part.part_id) if part is not None else None
    sayings = _sayings(agreement, people, part, voices) if part is not None else []
    dissents = (
        reviews.dissents(session, application.id).get(part.part_id, []) if part is not None else []
    )
    now_apart = (
        difference_now(
            agreement.edition, list(agreement.reviews), part.part_id, voices, discussed_from
        )
        if part is not None
        else None
    )
    has_pen = table.scribe_id == actor.person_id
    return Live(
        table=table,
        agreement=agreement,
        people=people,
        line=line,
        part=part,
        sayings=sayings,
        now=now_apart,
        written_version=shown.version if shown is not None else 0,
        draft=shown if shown is not None and shown.is_written else None,
        dissents=[(row, name) for row, name in dissents if row.text],
        own_dissent=next(
            (row.text for row, _ in dissents if row.person_id == actor.person_id), ""
        ),
        spent=shown.seconds if shown is not None else 0,
        total_spent=sum(row.seconds for row in parts.values()),
        is_chair=actor.person_id == case.lead,
        has_pen=has_pen,
        key=_short(table.part_id, table.pen, table.closed_at is None, _agreed(part)),
        tag=_short(
            i18n.language(), table.turn, table.pen, table.asked_by, table.minutes,
            table.closed_at is None, actor.person_id, sorted(str(one) for one in here),
            [(one.before, one.words) for one in sayings],
            [(row.person_id, row.text) for row, _ in dissents],
            shown.version if shown is not None else 0,
            [(one.part_id, one.standing, _agreed(one)) for one in agreement.parts],
            agreement.look_missing, agreement.reader_invited,
        ),
    )  # fmt: skip


def _is_discussed(part: PartAgreement) -> bool:
    return part.difference.outcome != "settled" or part.standing is Standing.TO_DISCUSS


def _agreed(part: PartAgreement | None) -> tuple[int, str]:
    if part is None or part.agreed is None:
        return 0, ""
    return part.agreed.version, part.standing.value


def _people(
    actor: Actor,
    case: Assessment,
    table: RoundTable,
    handed_in: Sequence[HandedIn],
    here: frozenset[UUID],
) -> list[Person]:
    return [
        Person(
            id=one.person.id,
            name=one.person.name,
            shape=SHAPES[number % len(SHAPES)],
            own=one.person.id == actor.person_id,
            here=one.person.id in here or one.person.id == actor.person_id,
            writes=one.person.id == table.scribe_id,
            leads=one.person.id == case.lead,
        )
        for number, one in enumerate(handed_in)
    ]


def _sayings(
    agreement: Agreement,
    people: Sequence[Person],
    part: PartAgreement,
    voices: dict[tuple[str, UUID], Voice],
) -> list[Saying]:
    found = []
    for person, one in zip(people, agreement.reviews, strict=True):
        said = by_now(agreement.edition, one, part.part_id, voices)
        row = one.parts.get(part.part_id)
        departs = departs_from(agreement.edition, row) if row is not None else None
        found.append(
            Saying(
                person=person,
                row=row,
                before=words_of(before(agreement.edition, one, part.part_id)),
                words=words_of(said),
                place=float(said) if isinstance(said, Fraction) else None,
                changed=(part.part_id, person.id) in voices,
                departs=percent(departs) if departs is not None else "",
            )
        )
    return found


def words_of(opinion: Opinion) -> str:
    """Return what somebody says of a part in words."""
    if isinstance(opinion, NotApplicable):
        return gettext("does not apply")
    return gettext("cannot judge") if opinion is None else percent(opinion)


def _short(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
