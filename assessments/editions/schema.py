"""The schema of an edition: which keys its tables have, and the values they become."""

from collections.abc import Mapping
from typing import get_args

from assessments.editions.model import (
    Attribute,
    Band,
    Body,
    Committee,
    Criterion,
    Derogation,
    Edition,
    EligibilityRule,
    Fact,
    Fee,
    Level,
    Near,
    OwnScoreShown,
    Part,
    Rubric,
    RuleKind,
    SecondLook,
    Status,
    Steps,
    Tie,
    Unit,
    Validity,
    Visit,
    WithoutMajority,
)
from assessments.editions.tables import Table, as_decimal, as_exact, as_id, as_text, use_up
from assessments.editions.translation import Tree
from assessments.errors import Place

FORMAT = 1

_STATUSES: tuple[Status, ...] = get_args(Status)
_VISITS: tuple[Visit, ...] = get_args(Visit)
_SECOND_LOOKS: tuple[SecondLook, ...] = get_args(SecondLook)
_UNITS: tuple[Unit, ...] = get_args(Unit)
_RULE_KINDS: tuple[RuleKind, ...] = get_args(RuleKind)
_BODIES: tuple[Body, ...] = get_args(Body)
_OWN_SCORE: tuple[OwnScoreShown, ...] = get_args(OwnScoreShown)
_USUALLY_SHOWN: OwnScoreShown = "after_part"
_TIES: tuple[Tie, ...] = get_args(Tie)
_WITHOUT_MAJORITY: tuple[WithoutMajority, ...] = get_args(WithoutMajority)
_MOST_POINTS = 1_000_000
_MOST = 1_000
_LONGEST = 100_000
_MOST_DAYS = 90
_USUAL = Committee(
    quorum_percent=50,
    quorum_at_least=3,
    secret=False,
    tie="falls",
    without_majority="not_awarded",
    writing_days=7,
)


def read_edition(
    data: Tree,
    *,
    language: str | None,
    canonical: bytes,
    versions: Mapping[str, Edition],
) -> Edition:
    """Return the edition that the tables spell, in `language` (None: the source's).

    The texts are taken as they stand; `translation.translated` has put them into the language.
    Raises BadInput with the place in the file.
    """

    def read(table: Table) -> Edition:
        table.integer("format", FORMAT, FORMAT)
        source = table.id("language")
        languages = (source, *table.mapping("translations", lambda value, _: value))
        return Edition(
            id=table.id(),
            scheme=table.id("scheme"),
            name=table.text("name"),
            status=table.word("status", _STATUSES),
            language=language or source,
            languages=languages,
            maximum=table.integer("maximum", 1, _MOST_POINTS),
            step=table.integer("step", 1, 100),
            number_prefix=table.optional_text("number_prefix"),
            note=table.text("note"),
            provisional=table.optional_text("provisional"),
            whole_numbers=table.flag("whole_numbers", default=False),
            mean_of_criteria=table.flag("mean_of_criteria", default=False),
            committee=table.table("committee", _committee) or _USUAL,
            rubrics=_rubrics(table),
            criteria=table.tables("criteria", _criterion),
            levels=table.tables("levels", _level),
            eligibility=table.tables("eligibility", _eligibility_rule),
            facts=table.tables("facts", _fact),
            canonical=canonical,
            versions=versions,
        )

    return use_up(data, (), read)


def _committee(table: Table) -> Committee:
    return Committee(
        quorum_percent=table.integer("quorum_percent", 0, 99),
        quorum_at_least=table.integer("quorum_at_least", 1, _MOST),
        secret=table.flag("secret"),
        tie=table.word("tie", _TIES),
        without_majority=table.word("without_majority", _WITHOUT_MAJORITY),
        writing_days=table.integer("writing_days", 1, _MOST_DAYS),
    )


def _rubrics(table: Table) -> Mapping[str, Rubric]:
    def read(value: object, place: Place) -> Rubric:
        rubric_id = as_id(place[-1], place)
        return use_up(value, place, lambda inner: _rubric(rubric_id, inner))

    return table.mapping("rubrics", read)


def _rubric(rubric_id: str, table: Table) -> Rubric:
    return Rubric(
        id=rubric_id,
        name=table.text("name"),
        caps=table.ids("caps"),
        bands=table.tables("bands", _band),
        attributes=table.tables("attributes", _attribute),
    )


def _band(table: Table) -> Band:
    return Band(
        value=table.integer("value", 0, 100),
        name=table.text("name"),
        text=table.text("text"),
        assessor=table.text("assessor"),
    )


def _attribute(table: Table) -> Attribute:
    return Attribute(
        id=table.id(),
        name=table.text("name"),
        question=table.optional_text("question"),
        anchors=table.mapping("anchors", as_text),
    )


def _criterion(table: Table) -> Criterion:
    criterion_id = table.id()
    return Criterion(
        id=criterion_id,
        name=table.text("name"),
        points=table.integer("points", 1, _MOST_POINTS),
        introduction=table.optional_text("introduction"),
        parts=table.tables("parts", lambda inner: _part(criterion_id, inner)),
    )


def _part(criterion_id: str, table: Table) -> Part:
    return Part(
        id=table.id(),
        criterion=criterion_id,
        title=table.text("title"),
        weight=table.integer("weight", 1, _MOST_POINTS),
        kind=table.id("kind"),
        may_not_apply=table.optional_text("may_not_apply"),
        perspectives=table.texts("perspectives"),
        looks_at=table.optional_text("looks_at"),
        why=table.optional_text("why"),
        guidance=table.optional_text("guidance"),
        good=table.optional_text("good"),
        weak=table.optional_text("weak"),
        weak_because=table.optional_text("weak_because"),
        asks=table.texts("asks"),
        evidence=table.texts("evidence"),
        on_site=table.texts("on_site"),
        anchors=table.mapping("anchors", as_text),
    )


def _level(table: Table) -> Level:
    return Level(
        id=table.id(),
        name=table.text("name"),
        for_whom=table.optional_text("for_whom"),
        meaning=table.optional_text("meaning"),
        parts=table.ids("parts") if table.has("parts") else None,
        minimum_percent=table.exact("minimum_percent"),
        minimum_total=table.exact("minimum_total"),
        part_minimum=table.mapping("part_minimum", as_exact),
        criterion_minimum=table.mapping("criterion_minimum", as_exact),
        near=table.table("near", _near),
        steps=table.table("steps", _steps),
        validity=table.table("validity", _validity),
        fee=table.table("fee", _fee),
    )


def _near(table: Table) -> Near:
    return Near(
        points=table.integer("points", 1, 100),
        then=table.word("then", _SECOND_LOOKS),
    )


def _steps(table: Table) -> Steps:
    return Steps(
        assessors=table.integer("assessors", 1, _MOST),
        from_abroad=table.integer("from_abroad", 0, _MOST),
        comparison=table.flag("comparison"),
        visit=table.word("visit", _VISITS),
        attributes=table.flag("attributes"),
        improvements_shown=table.integer("improvements_shown", 0, _MOST),
        english_summary=table.flag("english_summary"),
        text_limit=table.integer("text_limit", 1, _LONGEST),
        evidence_limit=table.integer("evidence_limit", 0, _MOST),
        decided_by=table.word("decided_by", _BODIES),
        blinded_papers=table.flag("blinded_papers", default=False),
        effort_text=table.text("effort_text"),
        duration_text=table.text("duration_text"),
        statements_a_part=table.integer("statements_a_part", 1, _MOST, default=2),
        statements_over_all=table.integer("statements_over_all", 1, _MOST, default=5),
        visit_questions=table.integer("visit_questions", 0, _MOST, default=10),
        own_score_shown=table.word("own_score_shown", _OWN_SCORE)
        if table.has("own_score_shown")
        else _USUALLY_SHOWN,
    )


def _validity(table: Table) -> Validity:
    return Validity(
        first_months=table.integer("first_months", 1, _MOST),
        renewal_months=table.integer("renewal_months", 1, _MOST),
        window_before_months=table.integer("window_before_months", 0, _MOST),
        window_after_months=table.integer("window_after_months", 0, _MOST),
    )


def _fee(table: Table) -> Fee:
    return Fee(
        amount=table.decimal("amount"),
        renewal_amount=table.optional_decimal("renewal_amount"),
        currency=table.id("currency"),
        text=table.optional_text("text"),
    )


def _eligibility_rule(table: Table) -> EligibilityRule:
    return EligibilityRule(
        id=table.id(),
        text=table.text("text"),
        kind=table.word("kind", _RULE_KINDS),
        fact=table.id("fact") if table.has("fact") else None,
        minimum=table.optional_decimal("minimum"),
        minimum_by_level=table.mapping("minimum_by_level", as_decimal),
        derogation=table.table("derogation", _derogation),
    )


def _derogation(table: Table) -> Derogation:
    return Derogation(minimum=table.decimal("minimum"), text=table.text("text"))


def _fact(table: Table) -> Fact:
    return Fact(
        id=table.id(),
        group=table.text("group"),
        name=table.text("name"),
        unit=table.word("unit", _UNITS),
        definition=table.text("definition"),
        parts=table.ids("parts"),
        required=table.flag("required", default=False),
    )
