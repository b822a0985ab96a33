"""A rule and an outcome in words, for pages."""

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from uuid import UUID

from benchmarking.award.auditfile import recompute
from benchmarking.indicators.model import IndicatorSet
from labelling.club.award.contents import case_in
from labelling.club.award.lacking import name_of_criterion
from labelling.club.award.models import Appraiser, AwardFile, AwardRule
from labelling.club.award.words import NORMALISATIONS, REASONS
from labelling.club.results import wording
from labelling.core.i18n import gettext

Line = tuple[str, str, str]
"""What a criterion is called, its weight, its target."""


def criteria_of(rule: AwardRule, set_: IndicatorSet) -> list[Line]:
    """Return the criteria of a rule in words."""
    return [
        (name_of_criterion(one["id"], set_), _decimal(one["weight"]), _target(one, set_))
        for one in rule.criteria
    ]


def _target(one: dict[str, str], set_: IndicatorSet) -> str:
    if not one["target"]:
        return "–"
    unit = set_.units[set_.indicators[one["id"]].unit]
    return wording.figure(Fraction(one["target"]), unit)


def _decimal(text: str) -> str:
    number = Fraction(text)
    return wording.number(number, 0 if number.denominator == 1 else 2)


def called(
    appraiser: Appraiser, candidates: Iterable[UUID], names: Mapping[UUID, str]
) -> dict[UUID, str]:
    """Return what an appraiser reads in the place of each candidate's name, in that order.

    ``names`` are those of who agreed to be read by name; the others have a number. Order and
    numbers follow from nothing but the keys, and are others for each appraiser.
    """

    def mixed(one: UUID) -> bytes:
        return hashlib.sha256(appraiser.id.bytes + one.bytes).digest()

    return {
        one: names.get(one) or gettext("Candidate %(number)s", number=number)
        for number, one in enumerate(sorted(candidates, key=mixed), start=1)
    }


class Outcome:
    """What a file gives, in words: without scores and figures, which are sealed in it."""

    def __init__(self, row: AwardFile) -> None:
        self.row = row
        found = recompute(row.content.encode())
        self.agrees = found.agrees
        self.decision = found.decision
        self.agreement = case_in(row).agreement

    @property
    def reason(self) -> str:
        """Return why it ended so."""
        return str(REASONS[self.decision.reason])

    @property
    def members(self) -> list[UUID]:
        """Return whom it names."""
        return [UUID(one) for one in self.decision.members]

    @property
    def eligible(self) -> int:
        """Return how many could have had it."""
        return len(case_in(self.row).candidates) - len(self.decision.obstacles)

    @property
    def robustness(self) -> list[str]:
        """Return in what share of the draws the first stays first, by normalisation."""
        return [
            gettext("%(share)s %(how)s", share=wording.share(share), how=NORMALISATIONS[name])
            for name, share in sorted(self.decision.stays_first.items())
        ]

    @property
    def icc(self) -> str:
        """Return the appraisers' agreement in words, '' where there is none.

        With few candidates the estimate can come out above 1, which no agreement is: the scores of
        one candidate then lie further apart than those of different ones.
        """
        if self.agreement is None:
            return ""
        if self.agreement > 1:
            return gettext(
                "Cannot be said: the scores of one candidate lie further apart than those of "
                "different ones."
            )
        return gettext("ICC(2,k) %(value)s", value=wording.number(self.agreement, 2))
