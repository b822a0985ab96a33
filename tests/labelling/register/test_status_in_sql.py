"""The status in SQL is the one computation of certificates.standing, said again for filters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from certificates.standing import Status
from labelling.core.database import reading
from labelling.decisions.models import LabelEventKind
from labelling.register import queries
from labelling.register.status_in_sql import status_of, terms_in_force
from tests.labelling.register.making import Happening, Made, Period, make_label

FIRST = date(2026, 1, 1)
days = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
moments = st.integers(0, 12 * 4).map(
    lambda quarter: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=6 * quarter)
)
periods = st.builds(
    lambda start, length, recorded: Period(
        start, start + timedelta(days=length), recorded=recorded, pdfs=()
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


def _by_sql(day: date) -> dict[str, str]:
    term = terms_in_force(day)
    with reading() as session:
        rows = session.execute(select(term.c.label_id, status_of(term, day)))
        return {str(row[0]): row[1] for row in rows}


def _computed(made: list[Made], day: date) -> dict[str, str]:
    with reading() as session:
        entries = [queries.get_entry(session, one.id) for one in made]
    found = {str(entry.label.id): entry.standing(day).status.value for entry in entries}
    return {key: status for key, status in found.items() if status != Status.NONE}


@pytest.mark.usefixtures("app")
def test_status_in_sql_is_the_computed_one_on_every_day() -> None:
    made: list[Made] = []

    @settings(max_examples=60, deadline=None, database=None)
    @given(labels)
    def collect(drawn: tuple[list[Period], list[Happening]]) -> None:
        made.append(make_label(periods=drawn[0], happenings=drawn[1]))

    collect()
    for number in range(-1, 24):
        day = FIRST + timedelta(days=number)
        assert _by_sql(day) == _computed(made, day)


def test_same_moment_suspension_and_lifting_stays_suspended(app: Flask) -> None:
    moment = datetime(2026, 1, 3, tzinfo=UTC)
    made = make_label(
        periods=[Period(FIRST, FIRST + timedelta(days=300), pdfs=())],
        happenings=[
            Happening(LabelEventKind.LIFTED, date(2026, 1, 3), recorded=moment),
            Happening(LabelEventKind.SUSPENDED, date(2026, 1, 3), recorded=moment),
        ],
    )
    assert _by_sql(date(2026, 1, 5)) == {str(made.label.id): "suspended"}
