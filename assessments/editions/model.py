"""What an edition of a scheme consists of, as frozen values; an absent text is ''."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

Status = Literal["published", "draft"]
Visit = Literal["none", "video", "one_day", "two_days"]
Body = Literal["member", "committee"]
OwnScoreShown = Literal["always", "after_part", "after_review"]
Tie = Literal["falls", "chair"]
WithoutMajority = Literal["not_awarded", "sent_back"]
SecondLook = Literal["second_reader", "third_assessor"]
RuleKind = Literal["minimum", "declared"]
Unit = Literal["count", "percent", "eur", "months", "fte", "date", "text"]


@dataclass(frozen=True)
class Band:
    """A named stretch of a rubric, from its value (percent) up to the next band's."""

    value: int
    name: str
    text: str
    assessor: str


@dataclass(frozen=True)
class Attribute:
    """One of the things that are judged separately; `anchors` describe it by band value."""

    id: str
    name: str
    question: str
    anchors: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Rubric:
    """How parts of one kind are judged; no part has more percent than an attribute in `caps`."""

    id: str
    name: str
    caps: tuple[str, ...]
    bands: tuple[Band, ...]
    attributes: tuple[Attribute, ...]

    @cached_property
    def attribute_ids(self) -> frozenset[str]:
        """Return the ids of the attributes, for looking one up."""
        return frozenset(attribute.id for attribute in self.attributes)


@dataclass(frozen=True)
class Part:
    """What is scored; `may_not_apply` says when it may be dropped ('' when it may not)."""

    id: str
    criterion: str
    title: str
    weight: int
    kind: str
    may_not_apply: str
    perspectives: tuple[str, ...]
    looks_at: str
    why: str
    guidance: str
    good: str
    weak: str
    weak_because: str
    asks: tuple[str, ...]
    evidence: tuple[str, ...]
    on_site: tuple[str, ...]
    anchors: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Criterion:
    """A group of parts that share its points by their weights."""

    id: str
    name: str
    points: int
    introduction: str
    parts: tuple[Part, ...]

    @cached_property
    def weight(self) -> int:
        """Return the sum of the weights of all parts."""
        return sum(part.weight for part in self.parts)


@dataclass(frozen=True)
class Near:
    """Who else looks at a case within so many percentage points of the threshold."""

    points: int
    then: SecondLook


@dataclass(frozen=True)
class Committee:
    """How the scheme's committee decides in a sitting.

    A quorum is there when *more than* `quorum_percent` of those who may vote are present, and at
    least `quorum_at_least` of them. What finds no majority of the votes cast is handled as
    `without_majority` says; where votes are equal there is none, unless the chair's own decides.
    """

    quorum_percent: int
    quorum_at_least: int
    secret: bool
    tie: Tie
    without_majority: WithoutMajority
    writing_days: int


@dataclass(frozen=True)
class Steps:
    """The process of a level; nothing in here is a score."""

    assessors: int
    from_abroad: int
    comparison: bool
    visit: Visit
    attributes: bool
    improvements_shown: int
    english_summary: bool
    text_limit: int
    evidence_limit: int
    decided_by: Body
    blinded_papers: bool
    effort_text: str
    duration_text: str
    statements_a_part: int
    statements_over_all: int
    visit_questions: int
    own_score_shown: OwnScoreShown


@dataclass(frozen=True)
class Validity:
    """How long a term runs and when it may be renewed, in months."""

    first_months: int
    renewal_months: int
    window_before_months: int
    window_after_months: int


@dataclass(frozen=True)
class Fee:
    """What the assessment at a level costs, and at its renewal where that costs another amount."""

    amount: Decimal
    renewal_amount: Decimal | None
    currency: str
    text: str


@dataclass(frozen=True)
class Level:
    """A level: its scope, its threshold (percent or points), its minima in percent, its process."""

    id: str
    name: str
    for_whom: str
    meaning: str
    parts: tuple[str, ...] | None
    minimum_percent: Fraction | None
    minimum_total: Fraction | None
    part_minimum: Mapping[str, Fraction] = field(hash=False)
    criterion_minimum: Mapping[str, Fraction] = field(hash=False)
    near: Near | None
    steps: Steps | None
    validity: Validity | None
    fee: Fee | None

    def threshold(self, possible: Fraction) -> Fraction:
        """Return the threshold in percent of so many points, the possible ones in the scope."""
        if self.minimum_total is not None:
            return self.minimum_total * 100 / possible
        return self.minimum_percent or Fraction(0)


@dataclass(frozen=True)
class Derogation:
    """A lower minimum that may be granted with a reason."""

    minimum: Decimal
    text: str


@dataclass(frozen=True)
class EligibilityRule:
    """What an applicant must be: a minimum of a fact, or a declaration."""

    id: str
    text: str
    kind: RuleKind
    fact: str | None
    minimum: Decimal | None
    minimum_by_level: Mapping[str, Decimal] = field(hash=False)
    derogation: Derogation | None


@dataclass(frozen=True)
class Fact:
    """A figure of the fact sheet, asked for three years."""

    id: str
    group: str
    name: str
    unit: Unit
    definition: str
    parts: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Edition:
    """A dated version of a scheme's criteria, in one of its languages.

    `canonical` is the RFC 8785 form of the whole file with every language in it, so that it is
    the same whatever language the texts here are in.
    """

    id: str
    scheme: str
    name: str
    status: Status
    language: str
    languages: tuple[str, ...]
    maximum: int
    step: int
    number_prefix: str
    note: str
    provisional: str
    whole_numbers: bool
    mean_of_criteria: bool
    committee: Committee
    rubrics: Mapping[str, Rubric]
    criteria: tuple[Criterion, ...]
    levels: tuple[Level, ...]
    eligibility: tuple[EligibilityRule, ...]
    facts: tuple[Fact, ...]
    canonical: bytes = field(repr=False)
    versions: Mapping[str, "Edition"] = field(repr=False, compare=False)
    """The edition in each of its languages; the first of `languages` is the source."""

    def __hash__(self) -> int:
        return hash((self.canonical, self.language))

    @cached_property
    def identity(self) -> str:
        """Return the SHA-256 of the canonical form in hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Return all parts by id, in the edition's order."""
        return {part.id: part for criterion in self.criteria for part in criterion.parts}

    def scope(self, level: Level) -> tuple[str, ...]:
        """Return the ids of the parts that the level asks for, in the edition's order."""
        if level.parts is None:
            return tuple(self.parts)
        asked = set(level.parts)
        return tuple(part_id for part_id in self.parts if part_id in asked)

    def points_possible(self, level: Level) -> Fraction:
        """Return the points of the parts that the level asks for, where every part applies."""
        asked = set(self.scope(level))
        return sum((points for one, points in self._worth() if one in asked), start=Fraction(0))

    @cached_property
    def points(self) -> Mapping[str, Fraction]:
        """Return the points that each part can give, where every part applies."""
        return dict(self._worth())

    def _worth(self) -> Iterator[tuple[str, Fraction]]:
        """Yield each part with its points; one that a faulty edition has twice comes twice."""
        for criterion in self.criteria:
            for part in criterion.parts:
                yield part.id, Fraction(criterion.points * part.weight, criterion.weight)

    def in_language(self, language: str) -> "Edition":
        """Return the same edition with its texts in another language.

        A text that has no translation stays in the language of the source, and so does the whole
        edition where it knows nothing of the language.
        """
        source = self.languages[0]
        return self.versions.get(language, self.versions[source])
