"""Searching the register: what is found, in which order, in how many statements."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.standing import Status
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.decisions.models import LabelEventKind
from labelling.register import queries
from labelling.register.wanted import SORTS, STATUSES, Wanted
from tests.labelling.register.making import TODAY, Happening, Made, Period, make_label

pytestmark = pytest.mark.usefixtures("app")


def found(wanted: Wanted, day: date = TODAY) -> list[str]:
    """Return the holders that a search finds, in its order."""
    with reading() as session:
        page = queries.search(session, wanted, day)
    return [entry.term(day).holder for entry in page.entries]


@pytest.fixture
def four(app: Flask) -> None:
    """Make four labels that differ in everything that is filtered by."""
    make_label(serial=1, periods=[Period(level="bronze", end=date(2026, 12, 31))])
    make_label("Énergie Öresund", country="DK", technology="energy", serial=2)
    make_label(
        "Ærø Maritim",
        country="DK",
        technology="maritime",
        serial=3,
        happenings=[Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3))],
    )
    make_label(
        "Zeta Wood",
        country="IE",
        technology="wood-forest",
        serial=4,
        periods=[Period(level="gold")],
    )


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("words", "holders"),
    [
        ("ENERGIE oresund", ["Énergie Öresund"]),
        ("vall", ["Alder Valley Mobility Cluster"]),
        ("alley", []),
        ("0002", ["Énergie Öresund"]),
        ("cluster ALDER", ["Alder Valley Mobility Cluster"]),
        ("ce-2026-0002", ["Énergie Öresund"]),
        ("CE–2026–0002", ["Énergie Öresund"]),
        ("ærø", ["Ærø Maritim"]),
        ("  ", ["Alder Valley Mobility Cluster", "Énergie Öresund", "Ærø Maritim", "Zeta Wood"]),
        ("%", []),
        ("_", []),
        ("\x00", []),
    ],
)
def test_search_compares_names_and_numbers_without_case_and_accents(
    words: str, holders: list[str]
) -> None:
    assert found(Wanted(words=words)) == holders


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("wanted", "holders"),
    [
        (Wanted(country="DK"), ["Énergie Öresund", "Ærø Maritim"]),
        (Wanted(level="gold"), ["Zeta Wood"]),
        (Wanted(field="energy"), ["Énergie Öresund"]),
        (Wanted(status="suspended"), ["Ærø Maritim"]),
        (Wanted(status="active", country="DK"), ["Énergie Öresund"]),
        (Wanted(status="revoked"), []),
    ],
)
def test_search_filters(wanted: Wanted, holders: list[str]) -> None:
    assert found(wanted) == holders


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("sort", "initials"),
    [
        ("number", "AÉÆZ"),
        ("-number", "ZÆÉA"),
        ("holder", "AÉZÆ"),
        ("-holder", "ÆZÉA"),
        ("country", "AÉÆZ"),
        ("level", "AÉÆZ"),
        ("-level", "ZÉÆA"),
        ("until", "AÉÆZ"),
        ("-until", "ÉÆZA"),
    ],
)
def test_search_sorts_and_keeps_the_number_among_equals(sort: str, initials: str) -> None:
    assert "".join(holder[0] for holder in found(Wanted(sort=sort))) == initials


def test_every_column_sorts_both_ways() -> None:
    make_label()
    assert [found(Wanted(sort=sign + sort)) for sort in SORTS for sign in ("", "-")] == [
        ["Alder Valley Mobility Cluster"]
    ] * (2 * len(SORTS))


def test_search_pages_by_fifty() -> None:
    for serial in range(1, 53):
        make_label(f"Cluster {serial}", serial=serial, periods=[Period()])
    with reading() as session:
        pages = [queries.search(session, Wanted(page=page), TODAY) for page in (1, 2, 3)]
    assert [(len(page.entries), page.total, page.first, page.has_next) for page in pages] == [
        (50, 52, 1, True),
        (2, 52, 51, False),
        (0, 52, 101, False),
    ]


def test_label_that_has_not_begun_is_not_found_in_lists() -> None:
    made = make_label(periods=[Period(TODAY + timedelta(days=1), date(2028, 1, 1))])
    assert found(Wanted()) == []
    assert found(Wanted(), TODAY + timedelta(days=1)) == ["Alder Valley Mobility Cluster"]
    with reading() as session:
        assert queries.get_entry(session, made.id).label.number == made.label.number


@pytest.mark.parametrize("public_id", ["", "k7Qm2xV9tRab", "' OR 1=1 --", "k7Qm2xV9tRa\x00"])
def test_entry_that_does_not_exist_is_not_found(public_id: str) -> None:
    with reading() as session, pytest.raises(NotFound):
        queries.get_entry(session, public_id)


FIRST = date(2026, 1, 1)
days = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
moments = st.integers(0, 12 * 4).map(
    lambda quarter: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=6 * quarter)
)
periods = st.builds(
    lambda start, length, recorded: Period(
        start, start + timedelta(days=length), recorded=recorded
    ),
    days,
    st.integers(0, 8),
    moments,
)
happenings = st.builds(
    lambda kind, day, recorded: Happening(kind, day, recorded=recorded),
    st.sampled_from([*([LabelEventKind.SUSPENDED, LabelEventKind.LIFTED] * 4), *LabelEventKind]),
    days,
    moments,
)
labels = st.tuples(st.lists(periods, min_size=1, max_size=3), st.lists(happenings, max_size=5))


def test_each_status_filter_finds_exactly_the_labels_that_stand_so() -> None:
    made: list[Made] = []

    @settings(max_examples=30, deadline=None, database=None)
    @given(labels)
    def collect(drawn: tuple[list[Period], list[Happening]]) -> None:
        made.append(make_label(periods=drawn[0], happenings=drawn[1]))

    collect()
    with reading() as session:
        entries = queries.all_entries(session)
        for number in range(-1, 24, 2):
            day = FIRST + timedelta(days=number)
            for status in STATUSES:
                page = queries.search(session, Wanted(status=status.value), day)
                assert [entry.label.number for entry in page.entries] == [
                    entry.label.number for entry in entries if entry.standing(day).status is status
                ]
    assert len(entries) == len(made)
    assert Status.NONE not in STATUSES
