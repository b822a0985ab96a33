"""What stands between an assessor's scores and handing them in. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.editions import Edition
from assessments.editions.model import Steps
from labelling.core.i18n import Text, gettext, lazy
from labelling.reviews.opinions import Entered, is_judged
from labelling.reviews.second_thoughts import Thought, Unblinding, second_thoughts
from labelling.reviews.statements import Kind, lines, over_all

_WRITTEN: tuple[Kind, Kind] = ("strengths", "improvements")


@dataclass(frozen=True, slots=True)
class Open:
    """A part that cannot be handed in yet, and why."""

    part_id: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Readiness:
    """What blocks handing in, and what the assessor should look at again before."""

    open_parts: Sequence[Open]
    blocks: Sequence[str]
    warnings: Sequence[Thought]

    @property
    def ready(self) -> bool:
        """Say whether nothing blocks."""
        return not self.open_parts and not self.blocks

    @property
    def warned(self) -> str:
        """Return what names these warnings: who hands in despite them has seen these ones."""
        said = "\n".join(f"{one.sentence} {one.part_ids}" for one in self.warnings)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def readiness(
    edition: Edition,
    steps: Steps,
    scope: Sequence[str],
    entered: Mapping[str, Entered],
    unblinding: Unblinding,
) -> Readiness:
    """Return what an assessor's scores of the parts in scope still lack."""
    rows = [entered[part_id] for part_id in scope if part_id in entered]
    return Readiness(
        open_parts=tuple(_open_parts(edition, steps, scope, entered)),
        blocks=tuple(_too_many(steps, rows)),
        warnings=tuple(second_thoughts(edition, steps, rows, unblinding)),
    )


def _open_parts(
    edition: Edition, steps: Steps, scope: Sequence[str], entered: Mapping[str, Entered]
) -> list[Open]:
    found = []
    for part_id in scope:
        reason = reason_open(edition, steps, entered.get(part_id))
        if reason is not None:
            found.append(Open(part_id, reason))
    return found


def reason_open(edition: Edition, steps: Steps, row: Entered | None) -> Text | None:
    """Return what a part still lacks or has too much of, None where it may be handed in."""
    if row is None or not is_judged(edition, row):
        return lazy("It has no score yet.")
    if any(len(lines(getattr(row, kind))) > steps.statements_a_part for kind in _WRITTEN):
        return lazy("It has more strengths or areas for improvement than fit; keep the weightiest.")
    if row.cannot_judge or row.not_applicable:
        return None
    if not lines(row.strengths) and not lines(row.improvements):
        return lazy("Name at least one strength or one area for improvement.")
    return None


def _too_many(steps: Steps, rows: Sequence[Entered]) -> list[str]:
    found = []
    questions = sum(len(lines(row.questions)) for row in rows)
    if questions > steps.visit_questions:
        found.append(
            gettext(
                "You have %(has)s questions for the visit; %(most)s fit. "
                "Take out the least urgent.",
                has=questions,
                most=steps.visit_questions,
            )
        )
    strengths, improvements = (len(over_all(rows, kind)) for kind in _WRITTEN)
    if strengths > steps.statements_over_all:
        found.append(
            gettext(
                "You chose %(has)s strengths over all; %(most)s fit.",
                has=strengths,
                most=steps.statements_over_all,
            )
        )
    if improvements > steps.statements_over_all:
        found.append(
            gettext(
                "You chose %(has)s areas for improvement over all; %(most)s fit.",
                has=improvements,
                most=steps.statements_over_all,
            )
        )
    return found
