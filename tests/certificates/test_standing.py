from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.standing import (
    Change,
    Event,
    History,
    Standing,
    Status,
    Term,
    end_of_day,
    status_on,
)
from tests.certificates.examples import event, moment, term

DAY = timedelta(days=1)
BRUSSELS = ZoneInfo("Europe/Brussels")
FIRST, LAST = date(2026, 6, 1), date(2028, 5, 31)


def statuses(history: History, *days: date) -> list[Status]:
    return [status_on(history, day).status for day in days]


def test_a_term_counts_from_its_first_to_its_last_day() -> None:
    history = History((term(),))
    assert statuses(history, FIRST - DAY, FIRST, LAST, LAST + DAY) == [
        Status.NONE,
        Status.ACTIVE,
        Status.ACTIVE,
        Status.EXPIRED,
    ]


def test_the_day_of_lifting_still_counts_as_suspended() -> None:
    suspended, lifted = date(2026, 9, 3), date(2026, 9, 21)
    history = History(
        (term(),), (event(Change.LIFTED, lifted), event(Change.SUSPENDED, suspended, "Late."))
    )
    assert status_on(history, suspended - DAY) == Standing(Status.ACTIVE, since=FIRST, term=term())
    assert status_on(history, suspended) == Standing(Status.SUSPENDED, "Late.", suspended, term())
    assert status_on(history, lifted) == Standing(Status.SUSPENDED, "Late.", suspended, term())
    assert status_on(history, lifted + DAY) == Standing(
        Status.ACTIVE, since=lifted + DAY, term=term()
    )


def test_a_suspension_lifted_on_its_own_day_counts_for_that_day() -> None:
    day = date(2026, 9, 3)
    history = History(
        (term(),),
        (
            event(Change.SUSPENDED, day, recorded=moment(day, 9)),
            event(Change.LIFTED, day, recorded=moment(day, 15)),
        ),
    )
    assert statuses(history, day, day + DAY) == [Status.SUSPENDED, Status.ACTIVE]


def test_of_a_lifting_and_a_suspension_at_the_same_moment_the_suspension_stays() -> None:
    day = date(2026, 9, 3)
    both = (event(Change.SUSPENDED, day), event(Change.LIFTED, day))
    assert statuses(History((term(),), both), day + DAY) == [Status.SUSPENDED]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({Change.REVOKED, Change.WITHDRAWN, Change.SUSPENDED}, Status.REVOKED),
        ({Change.WITHDRAWN, Change.SUSPENDED}, Status.WITHDRAWN),
        ({Change.SUSPENDED}, Status.SUSPENDED),
    ],
)
def test_the_worst_of_several_states_counts(changes: set[Change], status: Status) -> None:
    day = date(2026, 9, 3)
    history = History((term(),), tuple(event(change, day) for change in changes))
    assert status_on(history, day).status is status


def test_a_suspended_label_expires() -> None:
    history = History((term(),), (event(Change.SUSPENDED, date(2026, 9, 3)),))
    assert status_on(history, LAST + DAY) == Standing(Status.EXPIRED, since=LAST + DAY, term=term())


def test_a_revocation_outlasts_the_term() -> None:
    history = History((term(),), (event(Change.REVOKED, date(2026, 9, 3), "Misuse."),))
    assert status_on(history, LAST + DAY) == Standing(
        Status.REVOKED, "Misuse.", date(2026, 9, 3), term()
    )


def test_a_renewal_is_seamless_as_known_today_and_late_as_published_then() -> None:
    decided = date(2028, 8, 15)
    renewal = term("t2", start=LAST + DAY, end=date(2031, 5, 31), recorded=moment(decided))
    history = History((term(), renewal))
    between = date(2028, 7, 1)
    assert status_on(history, between).status is Status.ACTIVE
    published = status_on(history, between, known_at=end_of_day(between, BRUSSELS))
    assert published == Standing(Status.EXPIRED, since=LAST + DAY, term=term())
    assert (
        status_on(history, decided, known_at=end_of_day(decided, BRUSSELS)).status is Status.ACTIVE
    )


def test_a_higher_level_ends_the_old_term_without_a_gap() -> None:
    start = date(2027, 3, 1)
    gold = term("t2", level="gold", start=start, end=date(2029, 2, 28))
    history = History((gold, term()))
    assert [status_on(history, day).term for day in (start - DAY, start, LAST + DAY)] == [
        term(),
        gold,
        gold,
    ]
    assert statuses(history, start - DAY, start, LAST + DAY) == [Status.ACTIVE] * 3


def test_a_higher_level_ends_a_renewal_that_was_recorded_before_and_has_not_begun() -> None:
    renewal = term("t2", start=LAST + DAY, end=date(2031, 5, 31), recorded=moment(date(2028, 1, 9)))
    start = date(2028, 3, 1)
    gold = term("t3", level="gold", start=start, end=date(2030, 3, 31))
    history = History((gold, renewal, term()))
    days = (start - DAY, start, LAST, LAST + DAY, date(2030, 3, 31))
    assert [status_on(history, day).term for day in days] == [term(), gold, gold, gold, gold]
    assert statuses(history, date(2030, 4, 1)) == [Status.EXPIRED]
    before = end_of_day(date(2028, 2, 1), BRUSSELS)
    assert status_on(history, LAST + DAY, known_at=before).term == renewal


def test_a_fact_recorded_late_was_not_known_before() -> None:
    late = event(Change.REVOKED, date(2026, 9, 3), recorded=moment(date(2026, 9, 5)))
    history = History((term(),), (late,))
    day = date(2026, 9, 4)
    assert status_on(history, day).status is Status.REVOKED
    assert status_on(history, day, end_of_day(day, BRUSSELS)).status is Status.ACTIVE


def test_the_end_of_a_day_is_the_last_moment_in_its_zone() -> None:
    assert end_of_day(date(2026, 7, 1), BRUSSELS) == datetime(
        2026, 7, 1, 21, 59, 59, 999999, tzinfo=UTC
    )


# A second way of computing: walk through the days one by one and keep what is in force.

START = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
MOMENTS = st.integers(0, 61 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)
TERMS = st.lists(
    st.builds(
        lambda start, length, recorded: (start, start + timedelta(days=length), recorded),
        DAYS,
        st.integers(0, 40),
        MOMENTS,
    ),
    max_size=4,
).map(lambda rows: tuple(Term(f"t{position}", "silver", *row) for position, row in enumerate(rows)))
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(Change), DAYS, MOMENTS, st.just("")), max_size=6
).map(tuple)
HISTORIES = st.builds(History, TERMS, EVENTS)

WORST_FIRST = [
    Status.REVOKED,
    Status.WITHDRAWN,
    Status.EXPIRED,
    Status.SUSPENDED,
    Status.ACTIVE,
]


def walked(history: History, until: date, known_at: datetime) -> Status:
    """Return the status at the end of a walk through all days, keeping sets of states."""
    facts = [fact for fact in history.events if fact.recorded_at <= known_at]
    terms = [fact for fact in history.terms if fact.recorded_at <= known_at]
    current: Term | None = None
    lasting: set[Status] = set()
    suspended = False
    seen: set[Status] = set()
    day = START
    while day <= until:
        for beginning in sorted(terms, key=lambda one: (one.recorded_at, one.id)):
            if beginning.valid_from == day and (
                current is None or beginning.recorded_at >= current.recorded_at
            ):
                current = beginning
        was_suspended = suspended
        order = {Change.LIFTED: 0, Change.SUSPENDED: 1}
        todays = [fact for fact in facts if fact.effective == day]
        for fact in sorted(todays, key=lambda one: (one.recorded_at, order.get(one.kind, 2))):
            if fact.kind is Change.SUSPENDED:
                suspended = was_suspended = True
            elif fact.kind is Change.LIFTED:
                suspended = False
            else:
                lasting.add(Status(fact.kind.value))
        seen = {Status.ACTIVE} | lasting
        if suspended or was_suspended:
            seen.add(Status.SUSPENDED)
        if current and day > current.valid_until:
            seen.add(Status.EXPIRED)
        day += DAY
    if current is None:
        return Status.NONE
    return next(status for status in WORST_FIRST if status in seen)


@given(HISTORIES, DAYS, MOMENTS)
def test_the_status_equals_a_walk_through_the_days(
    history: History, day: date, known_at: datetime
) -> None:
    assert status_on(history, day, known_at).status is walked(history, day, known_at)


@given(HISTORIES, DAYS, st.randoms())
def test_the_order_of_facts_does_not_matter(history: History, day: date, random) -> None:  # type: ignore[no-untyped-def] # hypothesis lends a random.Random
    terms, events = list(history.terms), list(history.events)
    random.shuffle(terms)
    random.shuffle(events)
    shuffled = History(tuple(terms), tuple(events))
    assert status_on(shuffled, day).status is status_on(history, day).status


@given(HISTORIES, DAYS, DAYS)
def test_a_revoked_label_never_comes_back(history: History, first: date, second: date) -> None:
    earlier, later = sorted((first, second))
    if status_on(history, earlier).status is Status.REVOKED:
        assert status_on(history, later).status is Status.REVOKED


@given(HISTORIES, DAYS)
def test_a_suspension_never_makes_a_label_active(history: History, day: date) -> None:
    more = replace(
        history,
        events=(*history.events, Event(Change.SUSPENDED, day, datetime.max.replace(tzinfo=UTC))),
    )
    assert status_on(more, day).status is not Status.ACTIVE
