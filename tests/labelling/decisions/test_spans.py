"""Terms over days: renewals join without gap or overlap, higher levels end what was before."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.editions.model import Validity
from certificates.standing import ONE_DAY, History, Status, Term, status_on, term_on
from labelling.decisions.months import end_of_month, months_later
from labelling.decisions.spans import Held, HeldAlready, Span, SpanKind, Wanted, Window, span_of

VALIDITY = Validity(
    first_months=24, renewal_months=36, window_before_months=9, window_after_months=12
)
END = date(2028, 5, 31)
HELD = Held(2, END, VALIDITY)


def wanted(
    ordinal: int = 2,
    *,
    started: date = END,
    decided: date | None = None,
    counted: date | None = None,
) -> Wanted:
    """Return a term that is to be given, decided and visited on the day it was started."""
    decided = decided or started
    return Wanted(ordinal, VALIDITY, started, decided, counted or decided)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2028, 5, 31), -9, date(2027, 8, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2029, 2, 28), 36, date(2032, 2, 29)),
        (date(2028, 2, 28), 12, date(2029, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 1, 30), -2, date(2026, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
    ],
)
def test_months_later_keeps_the_day_or_the_months_end(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(-60, 60)


@given(DAYS, DAYS, MONTHS)
def test_months_later_keeps_the_order_of_days(first: date, second: date, months: int) -> None:
    first, second = sorted((first, second))
    assert months_later(first, months) <= months_later(second, months)


@given(DAYS, MONTHS)
def test_a_months_end_goes_there_and_back(day: date, months: int) -> None:
    end = end_of_month(day, 0)
    assert months_later(months_later(end, months), -months) == end
    assert (months_later(end, months) + ONE_DAY).day == 1


# the edges of the window


def test_the_window_reaches_from_nine_months_before_to_twelve_after() -> None:
    assert HELD.window == Window(date(2027, 8, 31), date(2029, 5, 31))


@pytest.mark.parametrize("started", [date(2027, 8, 31), END, END + ONE_DAY, date(2029, 5, 31)])
def test_a_renewal_started_in_the_window_begins_the_day_after_the_old_end(started: date) -> None:
    renewed = Span(SpanKind.RENEWAL, date(2028, 6, 1), date(2031, 5, 31))
    late = started + timedelta(days=60)
    assert span_of(HELD, wanted(started=started, decided=late)) == renewed


def test_the_same_level_before_the_window_is_held_already() -> None:
    with pytest.raises(HeldAlready):
        span_of(HELD, wanted(started=date(2027, 8, 30)))
    with pytest.raises(HeldAlready):
        span_of(HELD, wanted(1, started=date(2027, 8, 30), decided=END + ONE_DAY))


def test_after_the_window_a_term_begins_anew_with_the_decision() -> None:
    day = date(2029, 6, 1)
    decided, visited = date(2029, 9, 12), date(2029, 8, 20)
    assert span_of(HELD, wanted(started=day, decided=decided, counted=visited)) == Span(
        SpanKind.ANEW, decided, date(2031, 8, 31)
    )


def test_a_higher_level_begins_with_the_decision_whenever_it_was_started() -> None:
    decided, visited = date(2027, 2, 10), date(2027, 1, 20)
    gold = wanted(3, started=date(2026, 9, 1), decided=decided, counted=visited)
    assert span_of(HELD, gold) == Span(SpanKind.UPGRADE, decided, date(2029, 1, 31))


def test_a_lower_level_in_the_window_leaves_the_old_term_to_its_end() -> None:
    assert span_of(HELD, wanted(1, started=date(2028, 1, 10))) == Span(
        SpanKind.RENEWAL, date(2028, 6, 1), date(2031, 5, 31)
    )


def test_a_first_term_counts_from_the_decision_to_a_months_end_after_the_visit() -> None:
    first = wanted(started=date(2026, 3, 1), decided=date(2026, 5, 28), counted=date(2026, 4, 30))
    assert span_of(None, first) == Span(SpanKind.FIRST, date(2026, 5, 28), date(2028, 4, 30))


# chains of terms, as many decisions give them


STEPS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 900), st.integers(0, 400)), min_size=1, max_size=8
)
VALIDITIES = st.builds(
    Validity,
    first_months=st.integers(1, 30),
    renewal_months=st.integers(1, 40),
    window_before_months=st.integers(0, 12),
    window_after_months=st.integers(0, 14),
)
Chain = list[tuple[Term, Span, date]]


def chain(first: date, validity: Validity, steps: list[tuple[int, int, int]]) -> Chain:
    """Return the terms that a series of applications gives: level, days to start, days to decide.

    What is held already, or would be over on the day of its decision, is not given.
    """
    found: Chain = []
    held: Held | None = None
    started = first
    for number, (ordinal, wait, work) in enumerate(steps):
        started += timedelta(days=wait)
        decided = started + timedelta(days=work)
        asked = Wanted(ordinal, validity, started, decided, decided)
        try:
            span = span_of(held, asked)
        except HeldAlready:
            continue
        if span.last < decided:
            continue
        recorded = datetime.combine(decided, time(12), UTC) + timedelta(seconds=number)
        term = Term(f"t{number}", str(ordinal), span.first, span.last, recorded)
        found.append((term, span, started))
        held = Held(ordinal, span.last, validity)
        started = decided
    return found


@given(DAYS, VALIDITIES, STEPS)
def test_a_chain_has_neither_gap_nor_overlap_where_it_renews(
    first: date, validity: Validity, steps: list[tuple[int, int, int]]
) -> None:
    given_terms = chain(first, validity, steps)
    history = History(tuple(term for term, _, _ in given_terms))
    for (before, _, _), (term, span, _) in pairwise(given_terms):
        assert term.valid_from <= term.valid_until
        if span.kind is SpanKind.RENEWAL:
            assert term.valid_from == before.valid_until + ONE_DAY
            assert status_on(history, before.valid_until).status is Status.ACTIVE
            assert status_on(history, term.valid_from).status is Status.ACTIVE
        else:
            assert term.valid_from == term.recorded_at.date()


@given(DAYS, VALIDITIES, STEPS)
def test_on_no_day_two_terms_count_and_the_last_decided_does(
    first: date, validity: Validity, steps: list[tuple[int, int, int]]
) -> None:
    given_terms = [term for term, _, _ in chain(first, validity, steps)]
    history = History(tuple(given_terms))
    edges = {
        day + shift
        for term in given_terms
        for day in (term.valid_from, term.valid_until)
        for shift in (-ONE_DAY, timedelta(0), ONE_DAY)
    }
    for day in edges:
        counted = term_on(history, day)
        begun = [term for term in given_terms if term.valid_from <= day]
        assert counted == (begun[-1] if begun else None)
        active = status_on(history, day).status is Status.ACTIVE
        assert active == (counted is not None and day <= counted.valid_until)


@given(DAYS, VALIDITIES, STEPS)
def test_a_late_renewal_leaves_what_was_published(
    first: date, validity: Validity, steps: list[tuple[int, int, int]]
) -> None:
    given_terms = chain(first, validity, steps)
    history = History(tuple(term for term, _, _ in given_terms))
    for (before, _, _), (term, span, _) in pairwise(given_terms):
        decided = term.recorded_at.date()
        if span.kind is not SpanKind.RENEWAL or decided <= term.valid_from:
            continue
        gap = before.valid_until + ONE_DAY
        published = datetime.combine(gap, time.max, UTC)
        assert status_on(history, gap, published).status is Status.EXPIRED
        assert status_on(history, gap).status is Status.ACTIVE


@given(DAYS, VALIDITIES)
def test_the_window_is_as_long_as_the_edition_says(end: date, validity: Validity) -> None:
    window = Held(1, end, validity).window
    assert window.opens <= end <= window.closes
    asked = [
        Wanted(1, validity, day, day, day)
        for day in (window.opens - ONE_DAY, window.opens, window.closes, window.closes + ONE_DAY)
    ]
    kinds: list[SpanKind | None] = []
    for one in asked:
        try:
            kinds.append(span_of(Held(1, end, validity), one).kind)
        except HeldAlready:
            kinds.append(None)
    assert kinds == [None, SpanKind.RENEWAL, SpanKind.RENEWAL, SpanKind.ANEW]
