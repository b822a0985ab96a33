"""The case of an award: from a frozen round, what members agreed to, and what appraisers gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.agreement.figures import Undefined
from assessments.agreement.icc import grids, iccs
from assessments.agreement.scores import Given, scores_of
from benchmarking.award.case import Candidate, Case, Course, Criterion, JurySheet, Obstacle, Rule
from benchmarking.award.eligibility import obstacles
from benchmarking.figures import Grade, Value, worst
from benchmarking.indicators.model import IndicatorSet
from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.award import counts, queries
from labelling.club.award.lacking import Lacking, lacking
from labelling.club.award.models import Appraisal, Appraiser, AwardRule, Naming, Route, Stage
from labelling.club.frozen import frozen_values, read_frozen
from labelling.club.models import Club, ClubRound, FrozenRound, RoundMember
from labelling.club.sets import asked_quantities
from labelling.club.standing import is_answered

_JURY = Rule("best_practice", "jury", ())
_PRECISION = 10_000


@dataclass(frozen=True)
class Found:
    """What stands of a round's award: the case, and why each candidate cannot have it.

    ``lacking`` says of those who are incomplete what is missing.
    """

    case: Case
    frozen: FrozenRound
    obstacles: Mapping[UUID, tuple[Obstacle, ...]]
    lacking: Mapping[UUID, Lacking]

    @property
    def eligible(self) -> list[UUID]:
        """Return who can have the award, by id."""
        return [one for one, why in self.obstacles.items() if not why]


def library_rule(row: AwardRule) -> Rule:
    """Return a rule as the library takes it."""
    return Rule(
        row.route.value,
        row.measure,  # type: ignore[arg-type]  # one of the measures: checked when proposed
        tuple(
            Criterion(
                one["id"],
                Fraction(one["weight"]),
                one["direction"],
                Fraction(one["target"]) if one["target"] else None,
            )
            for one in row.criteria
        ),
    )


def first_stage(row: AwardRule) -> Stage:
    """Return from what a rule decides first."""
    return Stage.APPRAISAL if row.route is Route.BEST_PRACTICE else Stage.FIGURES


def found_for(session: Session, round_: ClubRound, rule: AwardRule) -> Found | None:
    """Return a round's case by its rule, without scores; None before the round is frozen."""
    frozen = club.newest_frozen(session, round_.id)
    if frozen is None:
        return None
    owner = club.get_club(session, round_.club_id)
    wanted = library_rule(rule)
    case = Case(
        round=Round.parse(round_.half_year),
        frozen=frozen.sha256,
        indicators=club.round_set(session, round_).identity,
        rule=wanted,
        candidates=tuple(_candidates(session, owner, round_, wanted, frozen)),
    )
    why = {UUID(one.member): obstacles(case, one) for one in case.candidates}
    return Found(case, frozen, why, _lacking(session, round_, case, why))


def _lacking(
    session: Session, round_: ClubRound, case: Case, why: Mapping[UUID, tuple[Obstacle, ...]]
) -> dict[UUID, Lacking]:
    """Return what is missing of each candidate that is incomplete."""
    incomplete = {one for one, reasons in why.items() if "incomplete" in reasons}
    if not incomplete:
        return {}
    parts = [one for one in club.parts_in(session, round_.id) if one.membership_id in incomplete]
    open_ = _unanswered(session, round_, parts)
    sheets = {one.membership_id: open_[one.id] for one in parts}
    said = queries.candidacies_in(session, round_.id)
    return {
        member: lacking(
            case.rule,
            one.courses,
            sheets.get(member, ()),
            statement=case.rule.measure == "jury"
            and not (member in said and bool(said[member].statement)),
        )
        for one in case.candidates
        for member in (UUID(one.member),)
        if member in incomplete
    }


def with_scores(
    case: Case,
    appraisers: Iterable[Appraiser],
    appraisals: Iterable[Appraisal],
    among: Iterable[UUID],
) -> Case:
    """Return the case that appraisers decide among some candidates, with how far they agree.

    Only sheets that were handed in count; who stays out of a candidate gives it no score.
    """
    names = {str(one) for one in among}
    given = list(appraisals)
    sheets = tuple(
        JurySheet(
            str(one.person_id),
            "",
            {
                str(row.membership_id): Fraction(row.score)
                for row in given
                if row.appraiser_id == one.id
                and row.score is not None
                and str(row.membership_id) in names
            },
        )
        for one in sorted(appraisers, key=lambda one: str(one.person_id))
        if one.handed_in_at is not None
    )
    return Case(
        round=case.round,
        frozen=case.frozen,
        indicators=case.indicators,
        rule=_JURY,
        candidates=tuple(_without_figures(one) for one in case.candidates if one.member in names),
        jury=sheets,
        agreement=agreement(sheets),
    )


def agreement(sheets: Iterable[JurySheet]) -> Fraction | None:
    """Return the appraisers' ICC(2,k) to four places; None where it is not defined."""
    given = [
        Given(member, sheet.juror, score)
        for sheet in sheets
        for member, score in sheet.scores.items()
    ]
    if not given:
        return None
    found = iccs(grids(scores_of(given)))["2_k"]
    return None if isinstance(found, Undefined) else Fraction(round(found * _PRECISION), _PRECISION)


def _without_figures(one: Candidate) -> Candidate:
    return Candidate(
        member=one.member,
        complete=one.complete,
        in_time=one.in_time,
        open_queries=one.open_queries,
        worst_grade=one.worst_grade,
        won=one.won,
        consents=one.consents,
        courses={},
    )


def _candidates(
    session: Session, owner: Club, round_: ClubRound, rule: Rule, frozen: FrozenRound
) -> Iterable[Candidate]:
    now = read_frozen(frozen)
    parts = {
        one.membership_id: one
        for one in club.parts_in(session, round_.id)
        if str(one.membership_id) in now.sheets
    }
    complete = _complete(session, round_, parts.values())
    waiting = [one.round_member_id for one in club.open_queries(session, _ids(parts.values()))]
    agreed = queries.candidacies_in(session, round_.id)
    won = queries.rounds_won(session, owner.id)
    courses = _courses(session, round_, rule, parts)
    for membership_id, part in sorted(parts.items(), key=lambda one: str(one[0])):
        said = agreed.get(membership_id)
        needs_statement = rule.measure == "jury"
        stated = bool(said and said.statement) or not needs_statement
        course, grade = courses[membership_id]
        yield Candidate(
            member=str(membership_id),
            complete=part.id in complete and stated,
            in_time=not part.late,
            open_queries=waiting.count(part.id),
            worst_grade=grade,
            won=tuple(Round.parse(one) for one in won.get(membership_id, ())),
            consents=said is not None and said.naming is not Naming.NOTHING,
            courses=course,
        )


def _ids(parts: Iterable[RoundMember]) -> list[UUID]:
    return [one.id for one in parts]


def _complete(session: Session, round_: ClubRound, parts: Iterable[RoundMember]) -> set[UUID]:
    """Return the parts in which everything asked was given, or said not to be collected."""
    return {key for key, open_ in _unanswered(session, round_, parts).items() if not open_}


def _unanswered(
    session: Session, round_: ClubRound, parts: Iterable[RoundMember]
) -> dict[UUID, tuple[str, ...]]:
    """Return by part the quantities that were asked for and neither given nor refused."""
    set_ = club.round_set(session, round_)
    known = list(parts)
    rows = club.sent_rows(session, _ids(known))
    return {
        part.id: tuple(
            one.id
            for one in asked_quantities(set_, part.asked)
            if not is_answered(rows.get(part.id, {}).get(one.id))
        )
        for part in known
    }


_Courses = dict[UUID, tuple[Mapping[str, Course], Grade]]


def _courses(
    session: Session,
    round_: ClubRound,
    rule: Rule,
    parts: Mapping[UUID, RoundMember],
) -> _Courses:
    """Return every candidate's figures on the criteria, and the worst grade among them."""
    half = Round.parse(round_.half_year)
    found: dict[UUID, dict[str, Course]] = {one: {} for one in parts}
    grades: dict[UUID, list[Grade]] = {one: [] for one in parts}
    values = _Values(session, round_.club_id)
    for criterion in rule.criteria:
        if criterion.id in counts.names():
            numbers = counts.count(session, criterion.id, parts, *counts.span_of(half))
            for one, number in numbers.items():
                found[one][criterion.id] = Course(None, Fraction(number))
            continue
        ends = values.of(half, criterion.id)
        starts = values.of(values.start(half, criterion.id), criterion.id)
        for one in parts:
            start, end = starts.get(str(one)), ends.get(str(one))
            found[one][criterion.id] = Course(_number(start), _number(end))
            grades[one] += [value.grade for value in (start, end) if value is not None]
    return {one: (found[one], worst(grades[one]) if grades[one] else "A") for one in parts}


def _number(value: Value | None) -> Fraction | None:
    return None if value is None else value.number


def course_begins(set_: IndicatorSet, half: Round, code: str) -> Round | None:
    """Return the round from which a figure's course begins; None after a break."""
    seasonal = set_.seasonal(set_.indicators[code])
    start = half.year_before if seasonal else half.previous
    since = set_.comparable_since(code, half)
    return start if since is None or start >= since else None


class _Values:
    """Values of rounds by indicator and member, each frozen round read once."""

    def __init__(self, session: Session, club_id: UUID) -> None:
        self._session = session
        self._rounds = {one.half_year: one for one in club.rounds_of(session, club_id)}
        self._known: dict[str, dict[str, dict[str, Value]]] = {}

    def start(self, half: Round, code: str) -> Round | None:
        """Return the round from which a figure's course begins; None after a break."""
        return course_begins(club.round_set(self._session, self._rounds[str(half)]), half, code)

    def of(self, half: Round | None, code: str) -> Mapping[str, Value]:
        """Return the values of an indicator by member; none of a round that was not frozen."""
        if half is None or str(half) not in self._rounds:
            return {}
        if str(half) not in self._known:
            self._known[str(half)] = self._read(self._rounds[str(half)])
        return self._known[str(half)].get(code, {})

    def _read(self, round_: ClubRound) -> dict[str, dict[str, Value]]:
        row = club.newest_frozen(self._session, round_.id)
        if row is None:
            return {}
        before = self._session.get(FrozenRound, row.previous_id) if row.previous_id else None
        return frozen_values(
            club.round_set(self._session, round_),
            read_frozen(row),
            read_frozen(before) if before is not None else None,
        )
