"""Ten years after a label ended the log leads back to nothing, and stays whole."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from certificates.leaves import LeafType, read_leaf
from labelling.core import audit
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.decisions.models import Label
from labelling.decisions.register_keeping import forget_ended
from labelling.issuing import log
from labelling.issuing.log_inspection import hash_faults
from labelling.issuing.models import LogEvent
from tests.labelling.decisions import making
from tests.labelling.decisions.making import NOW

DAY = timedelta(days=1)


@pytest.fixture
def labels(app: Flask) -> tuple[Label, Label]:
    """Return a label that was revoked, and a bronze one; both have ended by 2030."""
    assert app.extensions["settings"]
    office = making.make_office()
    first, second = making.label(office), making.label(office, name="Birch Cluster")
    making.revoke(office, first)
    return first, second


def _events(label: Label) -> int:
    with reading() as session:
        return (
            session.scalar(
                select(func.count()).select_from(LogEvent).where(LogEvent.label == label.public_id)
            )
            or 0
        )


def test_events_go_with_their_salts_ten_years_after_the_last_day(
    labels: tuple[Label, Label],
) -> None:
    last = max(term.valid_until for label in labels for term in making.terms(label))
    ten_years_on = NOW.replace(year=last.year + 10, month=last.month, day=last.day)
    before = [_events(label) for label in labels]
    assert min(before) > 0
    with unit_of_work() as session:
        forget_ended(session, ten_years_on)
    assert [_events(label) for label in labels] == before
    with reading() as session:
        size = log.size(session)
    with unit_of_work() as session:
        forget_ended(session, ten_years_on + DAY)
    assert [_events(label) for label in labels] == [0, 0]
    with reading() as session:
        assert log.size(session) == size
        assert list(hash_faults(session)) == []
        assert list(audit.faults(session)) == []
        leaves = [read_leaf(entry) for entry in log.entries(session, 0, size)]
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq.desc())))
        others = session.scalar(select(func.count()).select_from(LogEvent))
    assert [leaf.type for leaf in leaves].count(LeafType.REVOKE) == 1
    assert verbs[:2] == ["label.forgotten_in_log"] * 2
    assert others
    with unit_of_work() as session:
        forget_ended(session, ten_years_on + 2 * DAY)
    with reading() as session:
        newest = session.scalar(select(AuditEntry.verb).order_by(AuditEntry.seq.desc()).limit(1))
        count = session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == newest)
        )
    assert (newest, count) == ("label.forgotten_in_log", 2)
