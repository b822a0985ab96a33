"""What a candidate lacks of what a rule asks for: kept as keys, told in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from benchmarking.award.case import Course, Criterion, Rule
from benchmarking.indicators.model import IndicatorSet
from labelling.club.award import counts
from labelling.core.i18n import gettext


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing: figures of the sheet, figures that count now and before, the text.

    ``sheet`` are quantities; ``end`` and ``start`` the criteria without a figure of this round,
    and without one of the round from which they are compared.
    """

    sheet: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    statement: bool = False


def lacking(
    rule: Rule, courses: Mapping[str, Course], sheet: Collection[str], *, statement: bool
) -> Lacking:
    """Return what keeps a candidate incomplete; ``sheet`` is what was not answered on it."""
    known = [(one, courses.get(one.id)) for one in rule.criteria]
    return Lacking(
        sheet=tuple(sheet),
        end=_without(known, "end"),
        start=() if rule.measure == "level" else _without(known, "start"),
        statement=statement,
    )


def _without(known: Iterable[tuple[Criterion, Course | None]], which: str) -> tuple[str, ...]:
    return tuple(
        one.id for one, course in known if course is None or getattr(course, which) is None
    )


def in_words(found: Lacking, set_: IndicatorSet) -> list[str]:
    """Return a sentence for each kind of thing that is missing, with names."""
    said = []
    if found.sheet:
        names = [set_.quantities[one].name if one in set_.quantities else one
                 for one in found.sheet]  # fmt: skip
        said.append(gettext("Not answered on the sheet: %(names)s.", names="; ".join(names)))
    if found.end:
        said.append(
            gettext("No figure of this half-year: %(names)s.", names=_named(found.end, set_))
        )
    if found.start:
        said.append(
            gettext(
                "No figure of an earlier half-year to compare with: %(names)s.",
                names=_named(found.start, set_),
            )
        )
    if found.statement:
        said.append(gettext("The text that the appraisers read is not written."))
    return said


def _named(codes: Iterable[str], set_: IndicatorSet) -> str:
    return "; ".join(name_of_criterion(one, set_) for one in codes)


def name_of_criterion(code: str, set_: IndicatorSet) -> str:
    """Return what a criterion of a rule is called."""
    if code in set_.indicators:
        return f"{code} {set_.indicators[code].name}"
    return str(counts.names().get(code, code))
