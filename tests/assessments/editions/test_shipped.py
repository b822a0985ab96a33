"""The shipped editions against figures that are written here once more."""

from collections import Counter
from fractions import Fraction

import pytest

from assessments.editions import UnknownEdition, edition, editions
from assessments.editions.model import Level
from assessments.judgement import ByAttribute, Percent, Unfit
from assessments.scoring import score

EFQM = ("efqm-2003", "efqm-2010", "efqm-2013", "efqm-2020")
CLUSTER = "cluster-excellence-2026"


def test_shipped_editions_are_ordered_and_loaded_once() -> None:
    ids = [shipped.id for shipped in editions()]
    assert ids == sorted(ids)
    assert {CLUSTER, *EFQM, *CAF, "efqm-2025"} == set(ids)
    assert edition(CLUSTER) is editions()[ids.index(CLUSTER)]


@pytest.mark.parametrize("unknown", ["", "efqm-1999", "../editions/efqm-2020", "efqm-2020.toml"])
def test_edition_that_is_not_shipped_is_unknown(unknown: str) -> None:
    with pytest.raises(UnknownEdition):
        edition(unknown)


@pytest.mark.parametrize(
    ("edition_id", "points"),
    [
        ("efqm-2003", [100, 80, 90, 90, 140, 200, 90, 60, 150]),
        ("efqm-2010", [100, 100, 100, 100, 100, 150, 100, 100, 150]),
        ("efqm-2013", [100, 100, 100, 100, 100, 150, 100, 100, 150]),
        ("efqm-2020", [100, 100, 100, 200, 100, 200, 200]),
        (CLUSTER, [100, 100, 120, 180, 100, 150, 250]),
    ],
)
def test_criteria_have_their_points(edition_id: str, points: list[int]) -> None:
    shipped = edition(edition_id)
    assert [criterion.points for criterion in shipped.criteria] == points
    assert (shipped.maximum, shipped.step, shipped.status) == (1000, 5, "published")


@pytest.mark.parametrize(
    ("edition_id", "parts"),
    [
        ("efqm-2003", [5, 4, 5, 5, 5, 2, 2, 2, 2]),
        ("efqm-2010", [5, 4, 5, 5, 5, 2, 2, 2, 2]),
        ("efqm-2013", [5, 4, 5, 5, 5, 2, 2, 2, 2]),
        ("efqm-2020", [5, 4, 5, 4, 5, 1, 1]),
        (CLUSTER, [5, 3, 4, 6, 5, 3, 6]),
    ],
)
def test_criteria_have_their_parts(edition_id: str, parts: list[int]) -> None:
    assert [len(criterion.parts) for criterion in edition(edition_id).criteria] == parts


@pytest.mark.parametrize(
    ("edition_id", "society"),
    [("efqm-2003", [25, 75]), ("efqm-2010", [50, 50]), ("efqm-2013", [50, 50])],
)
def test_results_until_2013_have_their_weights(edition_id: str, society: list[int]) -> None:
    weights = [
        [part.weight for part in criterion.parts] for criterion in edition(edition_id).criteria
    ]
    assert weights[5:] == [[75, 25], [75, 25], society, [50, 50]]
    assert [set(enabler) for enabler in weights[:5]] == [{20}, {25}, {20}, {20}, {20}]


@pytest.mark.parametrize(
    ("edition_id", "levels"),
    [
        (
            year,
            [
                ("committed-2", 200),
                ("recognised-3", 300),
                ("recognised-4", 400),
                ("recognised-5", 500),
            ],
        )
        for year in EFQM[:3]
    ]
    + [("efqm-2020", [(f"recognised-{stars}", stars * 100) for stars in range(3, 8)])],
)
def test_efqm_levels_ask_a_total(edition_id: str, levels: list[tuple[str, int]]) -> None:
    found = [(level.id, level.minimum_total, level.parts) for level in edition(edition_id).levels]
    assert found == [(name, Fraction(total), None) for name, total in levels]


@pytest.mark.parametrize("edition_id", EFQM)
def test_efqm_parts_may_be_dropped_unless_alone_in_their_criterion(edition_id: str) -> None:
    shipped = edition(edition_id)
    kept = [part.id for part in shipped.parts.values() if not part.may_not_apply]
    assert kept == (["6", "7"] if edition_id == "efqm-2020" else [])


def test_edition_of_2013_says_that_it_is_to_be_confirmed() -> None:
    assert "from memory and still to be confirmed" in edition("efqm-2013").note


# part, weight, kind, bronze, silver, gold: the minimum; 0 counts without one, - is not asked
CLUSTER_PARTS = """
1.1 15 direction 20 40 60
1.2 25 direction 20 40 60
1.3 20 direction 20 40 60
1.4 20 direction - 40 60
1.5 20 direction 20 40 60
2.1 30 direction - 40 60
2.2 40 direction 20 40 60
2.3 30 direction - - 60
3.1 25 execution 20 40 60
3.2 25 execution 20 40 60
3.3 25 execution 20 40 60
3.4 25 execution 0 0 60
4.1 20 execution 20 40 60
4.2 20 execution 0 40 60
4.3 25 execution 20 40 60
4.4 10 execution - - 40
4.5 10 execution - 0 50
4.6 15 execution 20 40 60
5.1 30 execution 20 40 60
5.2 15 execution - 40 60
5.3 20 execution - 0 50
5.4 20 execution - 0 50
5.5 15 execution - - 50
6.1 60 results 0 40 60
6.2 25 results - - 50
6.3 15 results - - 50
7.1 15 results - 40 60
7.2 20 results 0 0 60
7.3 20 results - 0 60
7.4 25 results - 0 60
7.5 10 results - - 50
7.6 10 results - - 40
"""


def asked(level: Level, scope: tuple[str, ...], part_id: str) -> str:
    return str(level.part_minimum.get(part_id, 0)) if part_id in scope else "-"


def test_draft_of_2025_has_the_figures_of_2020_and_says_that_they_are_assumed() -> None:
    draft, before = edition("efqm-2025"), edition("efqm-2020")
    assert (draft.status, draft.maximum, draft.step) == ("draft", 1000, 5)
    assert "points are assumed" in draft.note
    assert [(one.id, one.name, one.points) for one in draft.criteria] == [
        (one.id, one.name, one.points) for one in before.criteria
    ]
    assert [(one.id, one.weight, one.kind) for one in draft.parts.values()] == [
        (one.id, one.weight, one.kind) for one in before.parts.values()
    ]
    assert [(one.id, one.minimum_total) for one in draft.levels] == [
        (one.id, one.minimum_total) for one in before.levels
    ]
    assert {
        kind: (rubric.attribute_ids, rubric.caps) for kind, rubric in draft.rubrics.items()
    } == {kind: (rubric.attribute_ids, rubric.caps) for kind, rubric in before.rubrics.items()}


def test_draft_of_2025_has_its_own_order_perspectives_and_bands() -> None:
    draft = edition("efqm-2025")
    assert [draft.parts[part].title for part in ("1.2", "1.3", "1.4")] == [
        "Ecosystem, capabilities, challenges",
        "Key stakeholder needs",
        "Develop and adapt strategy",
    ]
    assert [len(draft.parts[part].perspectives) for part in ("6", "7")] == [5, 4]
    for rubric in draft.rubrics.values():
        assert [band.value for band in rubric.bands] == [0, 10, 40, 70, 90]


CAF = ("caf-2020", "caf-2020-fine")


@pytest.mark.parametrize("edition_id", CAF)
def test_caf_has_nine_criteria_of_100_points_and_28_equal_parts(edition_id: str) -> None:
    shipped = edition(edition_id)
    assert [(one.points, len(one.parts)) for one in shipped.criteria] == [
        (100, count) for count in (4, 4, 3, 6, 3, 2, 2, 2, 2)
    ]
    kinds = ["enablers"] * 20 + ["results"] * 8
    assert [(part.weight, part.kind) for part in shipped.parts.values()] == [
        (1, kind) for kind in kinds
    ]
    assert (shipped.maximum, shipped.mean_of_criteria, shipped.levels) == (900, True, ())
    for rubric in shipped.rubrics.values():
        assert [band.value for band in rubric.bands] == [0, 11, 31, 51, 71, 91]
        assert rubric.caps == ()


def test_caf_is_scored_as_a_whole_or_by_its_phases() -> None:
    classical, fine = (edition(edition_id) for edition_id in CAF)
    assert (classical.whole_numbers, fine.whole_numbers) == (True, False)
    assert [[one.id for one in rubric.attributes] for rubric in classical.rubrics.values()] == [
        [],
        [],
    ]
    assert {
        kind: [one.id for one in rubric.attributes] for kind, rubric in fine.rubrics.items()
    } == {
        "enablers": ["plan", "do", "check", "act"],
        "results": ["trends", "targets"],
    }


def test_caf_fine_tuned_takes_the_mean_of_phases() -> None:
    phases = {"plan": 80, "do": 60, "check": 31, "act": 11}
    judged = ByAttribute({name: Fraction(value) for name, value in phases.items()})
    scored = score(edition("caf-2020-fine"), {"1.1": judged})
    assert scored.parts["1.1"].points.exact == Fraction(91, 8)


def test_caf_classical_takes_whole_numbers_alone() -> None:
    with pytest.raises(Unfit, match="must be a whole number"):
        score(edition("caf-2020"), {"1.1": Percent(Fraction(91, 2))})


def test_cluster_parts_have_their_weights_and_minima() -> None:
    shipped = edition(CLUSTER)
    scopes = [(level, shipped.scope(level)) for level in shipped.levels]
    rows = [
        " ".join(
            [part.id, str(part.weight), part.kind]
            + [asked(level, scope, part.id) for level, scope in scopes]
        )
        for part in shipped.parts.values()
    ]
    assert rows == CLUSTER_PARTS.split("\n")[1:-1]


def test_cluster_levels_have_their_figures() -> None:
    shipped = edition(CLUSTER)
    figures = [
        (
            level.id,
            len(shipped.scope(level)),
            shipped.points_possible(level),
            level.minimum_percent,
            Counter(int(minimum) for minimum in level.part_minimum.values()),
        )
        for level in shipped.levels
    ]
    assert figures == [
        ("bronze", 16, Fraction(554), Fraction(30), Counter({20: 12})),
        ("silver", 25, Fraction(827), Fraction(55), Counter({40: 18})),
        ("gold", 32, Fraction(1000), Fraction(80), Counter({60: 23, 50: 7, 40: 2})),
    ]


def test_cluster_levels_are_decided_by_a_member_or_in_a_sitting() -> None:
    shipped = edition(CLUSTER)
    assert [level.steps and level.steps.decided_by for level in shipped.levels] == [
        "member",
        "committee",
        "committee",
    ]


def test_cluster_criteria_have_their_minima() -> None:
    minima = [
        {criterion: int(minimum) for criterion, minimum in level.criterion_minimum.items()}
        for level in edition(CLUSTER).levels
    ]
    assert minima == [{}, dict.fromkeys("1234567", 40), dict.fromkeys("1234567", 65)]


def test_cluster_rubrics_have_their_bands_attributes_and_caps() -> None:
    work = (["sound", "deployed", "reviewed"], ("sound",))
    results = (
        ["relevant-reliable", "trends", "targets", "comparisons"],
        ("relevant-reliable",),
    )
    found = {
        rubric.id: ([attribute.id for attribute in rubric.attributes], rubric.caps)
        for rubric in edition(CLUSTER).rubrics.values()
    }
    assert found == {"direction": work, "execution": work, "results": results}
    for rubric in edition(CLUSTER).rubrics.values():
        assert [band.value for band in rubric.bands] == [0, 20, 40, 60, 80, 100]


def test_only_the_team_may_be_dropped_from_the_cluster_edition() -> None:
    parts = edition(CLUSTER).parts.values()
    assert [part.id for part in parts if part.may_not_apply] == ["6.3"]
