"""Sudden death in the middle of saves: every acknowledged answer is there afterwards."""

import random
import threading
import time
from pathlib import Path

from labelling.core import audit
from labelling.core.database import reading
from tests.campaigns.writers import Desk, Diary, installed, lost, prepare, write
from tests.databases import Databases
from tests.postbox import Postbox
from tests.serving import Served

SHORT_KILLS, LONG_KILLS = 3, 100
WRITERS = 4


def test_no_acknowledged_answer_dies_with_the_process(
    databases: Databases, engine_name: str, tmp_path: Path, postbox: Postbox, *, long_campaign: bool
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    url = databases.empty(engine_name)
    system = Served(data, url, postbox)
    system.run("migrate")
    chance = random.Random(2026)  # noqa: S311 (when to kill, not a secret)
    diaries: list[Diary] = []
    kills = LONG_KILLS if long_campaign else SHORT_KILLS
    for _ in range(kills):
        with installed(data, url):
            desks = prepare(WRITERS)
        system.start()
        diaries += _write_until_killed(system, desks, chance.uniform(0.05, 0.8))
    with installed(data, url):
        assert lost(diaries) == []
        with reading() as session:
            assert list(audit.faults(session)) == []
    saves = sum(len(diary.acknowledged) for diary in diaries)
    print(f"{engine_name}: {kills} kills, {saves} acknowledged saves")  # noqa: T201 (the figure)
    assert saves > kills


def _write_until_killed(system: Served, desks: list[Desk], seconds: float) -> list[Diary]:
    diaries = [Diary() for _ in desks]
    threads = [
        threading.Thread(target=write, args=(system.url, desk, diary, lambda: False))
        for desk, diary in zip(desks, diaries, strict=True)
    ]
    for thread in threads:
        thread.start()
    while not all(diary.acknowledged or diary.refused for diary in diaries):
        time.sleep(0.01)
    time.sleep(seconds)
    system.kill()
    for thread in threads:
        thread.join()
    assert [diary.refused for diary in diaries] == [[] for _ in desks]
    return diaries
