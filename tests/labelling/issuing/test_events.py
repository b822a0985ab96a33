"""What leaves are about: kept under a salt, opened by whoever gets it, erased for good."""

import pytest
from sqlalchemy import select

from certificates.errors import BadInput
from certificates.leaves import Leaf, LeafType, open_event, read_leaf
from labelling.core.database import reading, unit_of_work
from labelling.issuing import events, log
from labelling.issuing.models import LogEvent
from tests.labelling.issuing.making import NOW

LABEL = "k7Qm2xV9tRab"
CONTENT = {"label": LABEL, "effective": "2026-09-10", "reason": "ü €", "numbers": [1, 2]}


def suspend(label: str = LABEL) -> int:
    with unit_of_work() as session:
        return events.record(session, LeafType.SUSPEND, CONTENT, NOW, label=label)


def leaf_at(index: int) -> Leaf:
    with reading() as session:
        (entry,) = log.entries(session, index, 1)
    return read_leaf(entry)


@pytest.mark.usefixtures("database")
def test_event_opens_by_its_leaf_and_its_leaf_names_nothing() -> None:
    index = suspend()
    leaf = leaf_at(index)
    with reading() as session:
        sealed = events.sealed(session, index)
        kept = events.newest(session, LeafType.SUSPEND)
    assert sealed is not None
    assert leaf.event_sha256 is not None
    assert open_event(sealed, leaf.event_sha256) == CONTENT
    assert kept is not None
    assert (kept.leaf, kept.content) == (index, CONTENT)
    assert leaf == Leaf(LeafType.SUSPEND, NOW, label=LABEL, event_sha256=leaf.event_sha256)


@pytest.mark.usefixtures("database")
def test_equal_events_have_hashes_of_their_own() -> None:
    assert leaf_at(suspend()).event_sha256 != leaf_at(suspend()).event_sha256


@pytest.mark.usefixtures("database")
def test_forgetting_a_label_erases_its_events_alone_and_no_leaf() -> None:
    first, other = suspend(), suspend("another")
    before = leaf_at(first)
    with unit_of_work() as session:
        events.forget(session, LABEL)
    with reading() as session:
        assert session.scalars(select(LogEvent.leaf)).all() == [other]
        assert events.sealed(session, first) is None
    assert leaf_at(first) == before


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("content", [{"share": 0.5}, {"when": NOW}])
def test_event_that_has_no_one_spelling_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(BadInput), unit_of_work() as session:
        events.record(session, LeafType.SUSPEND, content, NOW, label=LABEL)
    with reading() as session:
        assert log.size(session) == 0
