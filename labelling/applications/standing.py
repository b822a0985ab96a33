"""How a self-assessment stands: states of its parts, points so far, what the level still asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessments.editions.model import Edition, Level
from assessments.judgement import Judgement, NotApplicable, Percent
from assessments.levels import LevelResult, Unmet, level_results
from assessments.scoring import Score, score
from labelling.applications.models import Answer


class PartState(StrEnum):
    """How far the answer to a part has come."""

    OPEN = "open"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """Exact points of what has been answered so far, and how that stands at each level."""

    score: Score
    results: tuple[LevelResult, ...]
    asked: LevelResult

    @property
    def threshold(self) -> Fraction:
        """Return what the level asks in percent of the points possible in its parts that apply."""
        parts = (self.score.parts[one] for one in self.score.edition.scope(self.asked.level))
        return self.asked.level.threshold(sum((part.maximum for part in parts), start=Fraction(0)))

    @property
    def unmet(self) -> tuple[Unmet, ...]:
        """Return the rules of the level applied for that do not hold yet, levels below it too."""
        found: dict[tuple[str, str | None], Unmet] = {}
        for result in reversed(self.results[: self.results.index(self.asked) + 1]):
            for unmet in result.unmet:
                rule = unmet.requirement
                if rule.rule != "level_below":
                    found.setdefault((rule.rule, rule.id), unmet)
        return tuple(found.values())


def standing(edition: Edition, level: Level, answers: Mapping[str, Answer]) -> Standing:
    """Return how the answers stand; a part without a band counts as unscored.

    Only what the level asks for counts; what was written on other parts is left out.
    """
    result = score(edition, judgements(edition, level, answers))
    results = level_results(result)
    asked = next(one for one in results if one.level.id == level.id)
    return Standing(result, results, asked)


def judgements(
    edition: Edition, level: Level, answers: Mapping[str, Answer]
) -> dict[str, Judgement]:
    """Return the organisation's own judgement of each part that it has judged."""
    found: dict[str, Judgement] = {}
    for part_id in edition.scope(level):
        answer = answers.get(part_id)
        if answer is None:
            continue
        if answer.not_applicable and edition.parts[part_id].may_not_apply:
            found[part_id] = NotApplicable(answer.not_applicable)
        elif answer.not_applicable is None and answer.band is not None:
            found[part_id] = Percent(Fraction(answer.band))
    return found


def is_empty(answer: Answer | None, pieces: int) -> bool:
    """Say whether nothing at all was answered to a part."""
    return not pieces and (
        answer is None
        or (answer.band is None and not answer.text.strip() and answer.not_applicable is None)
    )


def part_state(answer: Answer | None, pieces: int, text_limit: int) -> PartState:
    """Return how far a part has come, with so many pieces of evidence cited."""
    if is_empty(answer, pieces):
        return PartState.OPEN
    return PartState.WORKING if gaps(answer, pieces, text_limit) else PartState.DONE


class Gap(StrEnum):
    """Something without which a part cannot be submitted, named by the field that lacks it."""

    BAND = "band"
    TEXT = "text"
    LENGTH = "length"
    EVIDENCE = "evidence"
    REASON = "reason"


def gaps(answer: Answer | None, pieces: int, text_limit: int) -> tuple[Gap, ...]:
    """Return what a part lacks, in the order of its fields.

    Where the band says that nothing can be shown, neither text nor evidence is asked for.
    """
    if answer is None:
        return (Gap.BAND, Gap.TEXT, Gap.EVIDENCE)
    if answer.not_applicable is not None:
        return () if answer.not_applicable.strip() else (Gap.REASON,)
    shows_nothing = answer.band == 0
    found = []
    if answer.band is None:
        found.append(Gap.BAND)
    if not answer.text.strip() and not shows_nothing:
        found.append(Gap.TEXT)
    if len(answer.text) > text_limit:
        found.append(Gap.LENGTH)
    if not pieces and not shows_nothing:
        found.append(Gap.EVIDENCE)
    return tuple(found)
