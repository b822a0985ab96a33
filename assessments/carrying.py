"""Answers of one edition carried over to another: first a preview, then only what was accepted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.answers import Answer, Answers, Origin
from assessments.crosswalk import Crosswalk, Feed, How
from assessments.editions.model import Edition, Rubric
from assessments.judgement import (
    Judgement,
    NotApplicable,
    Unfit,
    refuse_unfit,
)

NotScored = Literal["", "none", "split", "merged", "scale"]
"""Why a score does not come along: there is none; the answer is a part of one or made of several;
the two rubrics are not the same. '' where it does."""

Nothing = Literal["no_source", "no_answer", "equal"]
"""Why nothing is carried to a part: nothing feeds it; what feeds it has no answer; it has the
same answer already."""

Behind = Literal["no_target", "no_answer", "not_applicable"]
"""Why nothing of a part comes along: it feeds nothing; it has no answer; it did not apply."""


class AnswerChanged(RuntimeError):
    """Refuse to carry over: an answer is no longer what the preview showed."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer that would come to a part; `replaces` is the one that stands there, if any."""

    part: str
    how: How
    answer: Answer
    not_scored: NotScored
    replaces: Answer | None
    why: str


@dataclass(frozen=True, slots=True)
class Unfed:
    """A part of the new edition to which nothing would come."""

    part: str
    reason: Nothing
    why: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A part of the old edition of which nothing would come along."""

    part: str
    reason: Behind
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What carrying over would do, part by part, and what it would not."""

    crosswalk: Crosswalk
    carried: tuple[Carried, ...]
    unfed: tuple[Unfed, ...]
    left_behind: tuple[LeftBehind, ...]


def preview(crosswalk: Crosswalk, old: Answers, new: Answers) -> Preview:
    """Return what carrying answers over to another edition would do; nothing is done yet.

    Texts and evidence of several parts are joined in the mapping's order. A score comes along
    only where the part is the same and scored in the same way. Raises Unfit for answers of parts
    that an edition does not have, or judgements that it does not take.
    """
    _refuse_unknown(crosswalk.source, old)
    _refuse_unknown(crosswalk.target, new)
    found = [_carried(crosswalk, feed, old, new) for feed in crosswalk.feeds]
    reasons = {left.part: left.why for left in crosswalk.left}
    return Preview(
        crosswalk=crosswalk,
        carried=tuple(one for one in found if isinstance(one, Carried)),
        unfed=tuple(one for one in found if isinstance(one, Unfed)),
        left_behind=tuple(
            behind
            for part in crosswalk.source.parts
            if (behind := _left_behind(part, old.get(part), reasons))
        ),
    )


def carry_over(shown: Preview, new: Answers, accepted: Collection[str]) -> dict[str, Answer]:
    """Return the new edition's answers with what was carried over.

    Empty parts are filled; an answer that stands is replaced only where its part is among those
    `accepted`. Raises AnswerChanged where an answer is not the one that the preview showed, and
    Unfit for an accepted part to which nothing would come.
    """
    parts = {carried.part for carried in shown.carried}
    for part in accepted:
        if part not in parts:
            raise Unfit((part,), "has nothing that could be carried over")
    result = dict(new)
    for carried in shown.carried:
        if _standing(new, carried.part) != carried.replaces:
            raise AnswerChanged(carried.part)
        if carried.replaces is None or carried.part in accepted:
            result[carried.part] = carried.answer
    return result


def _refuse_unknown(edition: Edition, answers: Answers) -> None:
    for part in answers:
        if part not in edition.parts:
            raise Unfit((part,), f"is not a part of {edition.id}")
    refuse_unfit(edition, {part: a.judgement for part, a in answers.items() if a.judgement})


def _carried(crosswalk: Crosswalk, feed: Feed, old: Answers, new: Answers) -> Carried | Unfed:
    if not feed.sources:
        return Unfed(feed.part, "no_source", feed.why)
    sources = [part for part in feed.sources if _comes_along(old.get(part))]
    if not sources:
        return Unfed(feed.part, "no_answer", feed.why)
    judgement, not_scored = _score(crosswalk, feed, [old[part].judgement for part in sources])
    answer = Answer(
        text="\n\n".join(text for part in sources if (text := old[part].text.strip())),
        judgement=judgement,
        evidence=tuple(dict.fromkeys(piece for part in sources for piece in old[part].evidence)),
        origins=tuple(
            dict.fromkeys(
                origin
                for part in sources
                for origin in (
                    Origin(crosswalk.source.id, crosswalk.source.identity, part),
                    *old[part].origins,
                )
            )
        ),
    )
    standing = _standing(new, feed.part)
    if standing and _says_the_same(standing, answer):
        return Unfed(feed.part, "equal", feed.why)
    return Carried(feed.part, feed.how, answer, not_scored, standing, feed.why)


def _comes_along(answer: Answer | None) -> bool:
    if answer is None or answer.is_empty:
        return False
    return not isinstance(answer.judgement, NotApplicable)


def _standing(new: Answers, part: str) -> Answer | None:
    answer = new.get(part)
    return None if answer is None or answer.is_empty else answer


def _says_the_same(one: Answer, other: Answer) -> bool:
    said = (one.text.strip(), one.judgement, one.evidence)
    return said == (other.text.strip(), other.judgement, other.evidence)


def _score(
    crosswalk: Crosswalk, feed: Feed, judgements: Sequence[Judgement | None]
) -> tuple[Judgement | None, NotScored]:
    """Return the judgement that comes along, or why none does."""
    judgement = next((one for one in judgements if one is not None), None)
    if judgement is None:
        return None, "none"
    if feed.how in {"split", "merged"}:
        return None, "split" if feed.how == "split" else "merged"
    before, after = crosswalk.source, crosswalk.target
    old = before.rubrics[before.parts[feed.sources[0]].kind]
    new = after.rubrics[after.parts[feed.part].kind]
    if before.whole_numbers != after.whole_numbers or not _is_the_same_scale(old, new):
        return None, "scale"
    return judgement, ""


def _is_the_same_scale(one: Rubric, other: Rubric) -> bool:
    """Tell whether a number means the same: by attributes and caps, and by bands of both."""
    if one.attribute_ids != other.attribute_ids or one.caps != other.caps:
        return False
    bands = [[(band.value, band.name) for band in rubric.bands] for rubric in (one, other)]
    return bands[0] == bands[1] or (bool(one.attributes) and [] in bands)


def _left_behind(part: str, answer: Answer | None, reasons: Mapping[str, str]) -> LeftBehind | None:
    if part in reasons:
        return LeftBehind(part, "no_target", reasons[part])
    if answer is None or answer.is_empty:
        return LeftBehind(part, "no_answer", "")
    if isinstance(answer.judgement, NotApplicable):
        return LeftBehind(part, "not_applicable", answer.judgement.reason)
    return None
