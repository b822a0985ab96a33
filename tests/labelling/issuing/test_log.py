"""The stored log: one number each, any proof from stored hashes, one story ever signed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from certificates import frontier
from certificates import log as merkle
from certificates.checkpoint import read_checkpoint
from certificates.errors import BadInput, CannotSign
from certificates.keys import Purpose
from certificates.leaves import Leaf, LeafType, leaf_hash
from certificates.logproof import check_proof, read_proof, write_proof
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.issuing import log, turns
from labelling.issuing.models import LogCheckpoint, LogLeaf, LogNode
from tests.labelling.issuing.making import NOW

FIRST_KEYS = 5


def some_leaf(number: int) -> Leaf:
    """Return a leaf that is like no other."""
    file = sha256(str(number).encode()).hexdigest()
    return Leaf(
        LeafType.DOCUMENT, NOW + timedelta(seconds=number), "k7Qm2xV9tRab", file_sha256=file
    )


def append(*numbers: int) -> list[int]:
    with unit_of_work() as session:
        return log.append(session, [some_leaf(number) for number in numbers], NOW)


@contextmanager
def undone() -> Iterator[Session]:
    """Lend a unit of work that leaves nothing behind."""
    with pytest.raises(LookupError), unit_of_work() as session:
        yield session
        raise LookupError


@pytest.mark.usefixtures("database")
def test_leaves_are_numbered_from_nought_in_the_order_of_units() -> None:
    assert (append(1), append(), append(2, 3)) == ([0], [], [1, 2])
    with reading() as session:
        rows = session.execute(select(LogLeaf.index, LogLeaf.hash, LogLeaf.at)).all()
        assert [tuple(row) for row in rows] == [
            (number - 1, leaf_hash(some_leaf(number)), NOW) for number in (1, 2, 3)
        ]
        assert log.size(session) == 3


@pytest.mark.usefixtures("database")
def test_what_is_rolled_back_was_never_in_the_log() -> None:
    append(1)
    with pytest.raises(LookupError), unit_of_work() as session:
        assert log.append(session, [some_leaf(2)], NOW) == [1]
        raise LookupError
    assert append(3) == [1]
    with reading() as session:
        assert log.reader(session)(1, 0) == merkle.hash_children(
            leaf_hash(some_leaf(1)), leaf_hash(some_leaf(3))
        )


@pytest.mark.usefixtures("database")
def test_leaf_that_lacks_something_is_refused_and_nothing_is_added() -> None:
    with pytest.raises(BadInput), unit_of_work() as session:
        log.append(session, [some_leaf(1), Leaf(LeafType.ISSUE, NOW)], NOW)
    with reading() as session:
        assert log.size(session) == 0


@pytest.mark.usefixtures("database")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(0, 7), min_size=1, max_size=8).filter(any),
    st.integers(0, 60),
)
def test_any_way_of_growing_gives_the_same_tree_and_every_proof(
    batches: list[int], chosen: int
) -> None:
    count = sum(batches)
    whole = merkle.reading([leaf_hash(some_leaf(number)) for number in range(count)])
    with undone() as session:
        at = 0
        for batch in batches:
            added = log.append(session, [some_leaf(at + n) for n in range(batch)], NOW)
            assert added == list(range(at, at + batch))
            at += batch
        read = log.reader(session)
        root = merkle.root_of(whole, count)
        assert merkle.root_of(read, count) == root
        assert frontier.frontier_of(read, count) == frontier.frontier_of(whole, count)
        stored = session.scalar(select(func.count()).select_from(LogNode))
        assert stored == count - count.bit_count()
        index = chosen % count
        path = merkle.inclusion_proof(read, index, count)
        assert merkle.is_included(leaf_hash(some_leaf(index)), index, count, path, root)
        first = index + 1
        assert merkle.is_consistent(
            first,
            merkle.root_of(whole, first),
            count,
            root,
            merkle.consistency_proof(read, first, count),
        )


@pytest.mark.usefixtures("database")
def test_two_units_of_work_at_once_share_no_number() -> None:
    together = Barrier(2)

    def grow(worker: int) -> list[int]:
        together.wait()
        return [
            index
            for n in range(10)
            for index in append(1000 * worker + 2 * n, 1000 * worker + 2 * n + 1)
        ]

    with ThreadPoolExecutor(2) as pool:
        numbers = [number for found in pool.map(grow, (1, 2)) for number in found]
    assert sorted(numbers) == list(range(40))
    with reading() as session:
        stored = list(session.scalars(select(LogLeaf.hash).order_by(LogLeaf.index)))
        expected = merkle.root_of(merkle.reading(stored), 40)
        assert merkle.root_of(log.reader(session), 40) == expected


def test_appending_to_a_long_log_reads_its_right_edge_only(database: Database) -> None:
    append(*range(511))
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        append(511)
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)
    assert sum("FROM log_" in statement for statement in asked) == 3


@pytest.mark.usefixtures("database")
def test_reader_of_what_is_not_complete_is_refused() -> None:
    append(1, 2, 3)
    with reading() as session:
        for place in ((0, 3), (1, 1), (2, 0)):
            with pytest.raises(NotFound):
                log.reader(session)(*place)


@pytest.mark.usefixtures("keyed")
def test_checkpoint_is_signed_once_for_each_size() -> None:
    with unit_of_work() as session:
        first = log.checkpoint(session, NOW)
    with unit_of_work() as session:
        again = log.checkpoint(session, NOW + timedelta(days=1))
        known = log.verifier_keys(session)
    signed = read_checkpoint(first, known).checkpoint
    assert again == first
    assert (signed.origin, signed.size) == ("localhost/log", FIRST_KEYS)
    append(1)
    with unit_of_work() as session:
        assert log.checkpoint(session, NOW) != first
        kept = session.execute(select(LogCheckpoint.size, LogCheckpoint.at)).all()
    assert [tuple(row) for row in kept] == [(FIRST_KEYS, NOW), (FIRST_KEYS + 1, NOW)]


@pytest.mark.usefixtures("keyed")
def test_name_of_the_log_stays_when_the_public_address_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with unit_of_work() as session:
        log.checkpoint(session, NOW)
    monkeypatch.setattr(log, "in_use", lambda: pytest.fail("the name was made anew"))
    append(1)
    with unit_of_work() as session:
        signed = read_checkpoint(log.checkpoint(session, NOW), log.verifier_keys(session))
    assert signed.checkpoint.origin == "localhost/log"


@pytest.mark.usefixtures("app")
def test_empty_log_and_log_without_a_key_are_not_signed() -> None:
    with pytest.raises(NotFound), unit_of_work() as session:
        log.checkpoint(session, NOW)
    append(1)
    with pytest.raises(CannotSign), unit_of_work() as session:
        log.checkpoint(session, NOW)


def test_log_whose_past_was_changed_is_never_signed(keyed: Database) -> None:
    with unit_of_work() as session:
        log.checkpoint(session, NOW)
    append(1, 2, 3)
    change = "UPDATE log_nodes SET hash = (SELECT hash FROM log_leaves LIMIT 1) WHERE level = 2"
    without_protection(keyed, "log_nodes", change=change)
    refuse_to_sign(FIRST_KEYS)


def test_log_that_lost_its_end_is_never_signed(keyed: Database) -> None:
    append(1, 2, 3)
    with unit_of_work() as session:
        log.checkpoint(session, NOW)
    without_protection(keyed, "log_leaves", change='DELETE FROM log_leaves WHERE "index" > 5')
    refuse_to_sign(FIRST_KEYS + 3)


def refuse_to_sign(signed: int) -> None:
    with pytest.raises(CannotSign, match="does not continue"), unit_of_work() as session:
        log.checkpoint(session, NOW)
    with reading() as session:
        assert session.scalars(select(LogCheckpoint.size)).all() == [signed]


def without_protection(database: Database, *tables: str, change: str) -> None:
    """Act as somebody who owns the database and takes the triggers away first."""
    with database.engine.begin() as connection:
        for table in tables:
            on = "" if database.is_sqlite else f" ON {table}"
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER refuse_{verb}_{table}{on}"))
        connection.execute(text(change))


@pytest.mark.usefixtures("keyed")
def test_proof_is_taken_away_and_checked_by_a_stranger() -> None:
    (index,) = append(1)
    with pytest.raises(NotFound), reading() as session:
        log.proof(session, index)
    with unit_of_work() as session:
        log.checkpoint(session, NOW)
    append(2)
    with reading() as session:
        proof = read_proof(write_proof(log.proof(session, index)))
        known = log.verifier_keys(session)
        with pytest.raises(NotFound):
            log.proof(session, index + 1)
        with pytest.raises(NotFound):
            log.proof(session, -1)
    assert (proof.leaf, proof.index) == (some_leaf(1), index)
    assert check_proof(proof, known).checkpoint.size == FIRST_KEYS + 1


@pytest.mark.usefixtures("keyed")
def test_checkpoints_of_a_key_that_had_its_turn_still_check() -> None:
    with unit_of_work() as session:
        old = log.checkpoint(session, NOW)
    later = datetime(2026, 6, 1, tzinfo=UTC)
    with unit_of_work() as session:
        turns.rotate(session, Purpose.CHECKPOINT, later)
        new = log.checkpoint(session, later)
        first, second = log.verifier_keys(session)
    assert read_checkpoint(old, [first, second]).signed_by == (first,)
    assert read_checkpoint(new, [first, second]).signed_by == (second,)
