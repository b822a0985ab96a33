"""Lists are filtered in SQL by the very status that ``certificates.standing`` computes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from certificates.standing import Status, status_on
from labelling.core.database import Database
from labelling.decisions import queries
from labelling.decisions.models import LabelEvent, LabelEventKind, LabelTerm
from labelling.decisions.status_in_sql import is_in_force, status_of

START = date(2026, 1, 1)
DAYS = 9

moments = st.integers(0, 1).map(lambda n: datetime(2026, 1, 1, n, tzinfo=UTC))


def _term(label_id: UUID, ordinal: int, first: int, length: int, recorded: datetime) -> LabelTerm:
    begins = START + timedelta(days=first)
    return LabelTerm(
        id=uuid4(),
        label_id=label_id,
        ordinal=ordinal,
        decision_id=uuid4(),
        level_id="silver",
        edition_id="an-edition",
        edition_sha256="0" * 64,
        holder="A holder",
        country="AT",
        city="Graz",
        valid_from=begins,
        valid_until=begins + timedelta(days=length),
        recorded_at=recorded,
    )


def _event(label_id: UUID, kind: LabelEventKind, day: int, recorded: datetime) -> LabelEvent:
    return LabelEvent(
        id=uuid4(),
        label_id=label_id,
        change_id=uuid4(),
        kind=kind,
        effective_on=START + timedelta(days=day),
        public_reason="A reason.",
        recorded_at=recorded,
    )


Rows = tuple[list[tuple[int, int, datetime]], list[tuple[LabelEventKind, int, datetime]]]

# Few days and moments, so that changes often meet on one; ends are rare, as they hide the rest.
suspending = st.sampled_from([LabelEventKind.SUSPENDED, LabelEventKind.LIFTED])
ending = st.sampled_from([LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN])
changes = st.lists(st.tuples(suspending, st.integers(2, 5), moments), min_size=1, max_size=5)
ends = st.lists(st.tuples(ending, st.integers(4, DAYS), moments), max_size=1)
terms_made = st.lists(
    st.tuples(st.integers(0, 6), st.integers(3, 9), moments), min_size=1, max_size=3
)
labels: st.SearchStrategy[list[Rows]] = st.lists(
    st.tuples(terms_made, st.tuples(changes, ends).map(lambda pair: pair[0] + pair[1])),
    min_size=6,
    max_size=16,
)


@pytest.mark.usefixtures("database")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=labels)
def test_sql_and_standing_agree_on_every_day(database: Database, made: list[Rows]) -> None:
    # References are checked at the end of a transaction, and this one is undone.
    with database.writer() as session:
        ids = [uuid4() for _ in made]
        for label_id, (terms, events) in zip(ids, made, strict=True):
            session.add_all(
                _term(label_id, number, *term) for number, term in enumerate(terms, start=1)
            )
            session.add_all(_event(label_id, *event) for event in events)
        session.flush()
        histories = queries.histories(session, ids)
        for day in (START + timedelta(days=n) for n in range(-1, DAYS + 8)):
            rows = session.execute(
                select(LabelTerm.label_id, LabelTerm.id, status_of(LabelTerm, day)).where(
                    is_in_force(LabelTerm, day), LabelTerm.label_id.in_(ids)
                )
            )
            found = {label_id: (str(term_id), status) for label_id, term_id, status in rows}
            standings = {label_id: status_on(histories[label_id], day) for label_id in ids}
            assert found == {
                label_id: (standing.term.id, standing.status.value)
                for label_id, standing in standings.items()
                if standing.status is not Status.NONE and standing.term is not None
            }
        session.rollback()
