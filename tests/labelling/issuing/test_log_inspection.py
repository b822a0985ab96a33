"""``doctor`` sees every change of the log, of its hashes and of what was signed."""

import pytest
from sqlalchemy import text

from labelling.core.clock import utcnow
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.doctor import examine
from labelling.issuing import log
from tests.labelling.issuing.making import NOW
from tests.labelling.issuing.test_log import FIRST_KEYS, append, without_protection

PREFIX = "The transparency log does not hold: "


@pytest.fixture
def grown(keyed: Database) -> Database:
    """Return a log of eleven entries, signed with nine and with eleven."""
    append(*range(4))
    with unit_of_work() as session:
        log.checkpoint(session, NOW)
    append(4, 5)
    with unit_of_work() as session:
        log.checkpoint(session, NOW)
        assert log.size(session) == FIRST_KEYS + 6
    return keyed


def faults(*, thorough: bool) -> list[str]:
    with reading() as session:
        found = examine(session, utcnow(), schema_is_current=True, demo=False, thorough=thorough)
    return [one.what.removeprefix(PREFIX) for one in found if one.what.startswith(PREFIX)]


@pytest.mark.usefixtures("grown")
def test_sound_log_is_no_finding() -> None:
    assert (faults(thorough=False), faults(thorough=True)) == ([], [])


def test_long_log_is_looked_at_piece_by_piece(
    keyed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labelling.issuing.log_inspection._AT_ONCE", 8)
    append(*range(20))
    assert faults(thorough=True) == []
    change = "UPDATE log_nodes SET hash = (SELECT hash FROM log_leaves LIMIT 1) WHERE level = 4"
    without_protection(keyed, "log_nodes", change=change)
    assert faults(thorough=True) == ["the hash over entries 0 to 15 is not theirs."]


LEAF = '(SELECT {} FROM log_leaves WHERE "index" = 9)'
ANOTHER = "what was signed with {} entries is not this log."


@pytest.mark.parametrize(
    ("change", "quickly", "thoroughly"),
    [
        (
            f'UPDATE log_leaves SET content = {LEAF.format("content")} WHERE "index" = 10',
            [],
            ["entry 10 was changed."],
        ),
        (
            f'UPDATE log_leaves SET hash = {LEAF.format("hash")} WHERE "index" = 10',
            [ANOTHER.format(11)],
            [ANOTHER.format(11), "entry 10 was changed.", ANOTHER.format(11)],
        ),
        ('DELETE FROM log_leaves WHERE "index" = 9', [], ["entry 9 is missing."]),
        (
            'DELETE FROM log_leaves WHERE "index" > 8',
            [ANOTHER.format(11)],
            [
                ANOTHER.format(11),
                "there are hashes over entries that the log does not have.",
                ANOTHER.format(11),
            ],
        ),
        (
            f"UPDATE log_nodes SET hash = {LEAF.format('hash')} WHERE level = 3",
            [ANOTHER.format(11)],
            [
                ANOTHER.format(11),
                "the hash over entries 0 to 7 is not theirs.",
                ANOTHER.format(9),
                ANOTHER.format(11),
            ],
        ),
        (
            "DELETE FROM log_nodes WHERE level = 2 AND position = 1",
            [],
            ["the hash over entries 4 to 7 is not theirs."],
        ),
        (
            f"UPDATE log_checkpoints SET note = {LEAF.format('content')} WHERE size = 11",
            [ANOTHER.format(11)],
            [ANOTHER.format(11), ANOTHER.format(11)],
        ),
        (
            f"UPDATE log_checkpoints SET note = {LEAF.format('content')} WHERE size = 9",
            ["what was signed first cannot be read."],
            ["what was signed first cannot be read."] * 2,
        ),
        (
            "UPDATE log_checkpoints SET size = 10 WHERE size = 9",
            [],
            [ANOTHER.format(10)],
        ),
    ],
)
def test_each_change_is_seen(
    grown: Database, change: str, quickly: list[str], thoroughly: list[str]
) -> None:
    table = change.replace("DELETE FROM", "UPDATE").split()[1]
    without_protection(grown, table, change=change)
    assert faults(thorough=False) == quickly
    assert faults(thorough=True) == thoroughly


def test_key_that_nobody_introduced_signs_nothing(grown: Database) -> None:
    change = "DELETE FROM signing_keys WHERE purpose = 'checkpoint'"
    without_protection(grown, "signing_keys", change=change)
    assert faults(thorough=False) == ["what was signed with 11 entries is not this log."]
    with grown.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM log_checkpoints")).scalar() == 2
