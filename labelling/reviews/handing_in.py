"""What stands between an assessor's scores and handing them in. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.editions import Edition
from labelling.core.i18n import Text, gettext, lazy, ngettext
from labelling.reviews.opinions import Entered, is_judged
from labelling.reviews.statements import lines

MOST_QUESTIONS = 10
ENOUGH_OVER_ALL = 5


@dataclass(frozen=True, slots=True)
class Open:
    """A part that cannot be handed in yet, and why."""

    part_id: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Readiness:
    """What blocks handing in, and what the assessor should know before."""

    open_parts: Sequence[Open]
    questions: int
    strengths: int
    improvements: int

    @property
    def ready(self) -> bool:
        """Say whether nothing blocks."""
        return not self.open_parts and self.questions <= MOST_QUESTIONS

    @property
    def blocks(self) -> list[str]:
        """Return what blocks besides open parts, as sentences."""
        if self.questions <= MOST_QUESTIONS:
            return []
        return [
            gettext(
                "You have %(has)s questions for the visit; %(most)s fit. "
                "Take out the least urgent.",
                has=self.questions,
                most=MOST_QUESTIONS,
            )
        ]

    @property
    def warnings(self) -> list[str]:
        """Return what does not block but deserves a second thought, as sentences."""
        found = []
        if self.strengths < ENOUGH_OVER_ALL:
            found.append(
                ngettext(
                    "You name %(num)s strength over all; five or more make a good report.",
                    "You name %(num)s strengths over all; five or more make a good report.",
                    self.strengths,
                )
            )
        if self.improvements < ENOUGH_OVER_ALL:
            found.append(
                ngettext(
                    "You name %(num)s area for improvement over all; five or more make a good "
                    "report.",
                    "You name %(num)s areas for improvement over all; five or more make a good "
                    "report.",
                    self.improvements,
                )
            )
        return found


def readiness(edition: Edition, scope: Sequence[str], entered: Mapping[str, Entered]) -> Readiness:
    """Return what an assessor's scores of the parts in scope still lack."""
    rows = [entered[part_id] for part_id in scope if part_id in entered]
    return Readiness(
        open_parts=tuple(_open_parts(edition, scope, entered)),
        questions=sum(len(lines(row.questions)) for row in rows),
        strengths=sum(len(lines(row.strengths)) for row in rows),
        improvements=sum(len(lines(row.improvements)) for row in rows),
    )


def _open_parts(
    edition: Edition, scope: Sequence[str], entered: Mapping[str, Entered]
) -> list[Open]:
    found = []
    for part_id in scope:
        reason = reason_open(edition, entered.get(part_id))
        if reason is not None:
            found.append(Open(part_id, reason))
    return found


def reason_open(edition: Edition, row: Entered | None) -> Text | None:
    """Return what a part still lacks, None where it may be handed in."""
    if row is None or not is_judged(edition, row):
        return lazy("It has no score yet.")
    if row.cannot_judge or row.not_applicable:
        return None
    if not lines(row.strengths) and not lines(row.improvements):
        return lazy("Name at least one strength or one area for improvement.")
    return None
