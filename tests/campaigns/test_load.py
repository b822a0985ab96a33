"""SQLite under load: four processes, eight writers: no save refused, none lost."""

import threading
import time
from pathlib import Path

from tests.campaigns.writers import Diary, installed, lost, prepare, versions, write
from tests.databases import Databases
from tests.postbox import Postbox
from tests.serving import Served

SHORT_SECONDS, LONG_SECONDS = 5, 60
PROCESSES, WRITERS = 4, 8


def test_eight_writers_at_four_processes_are_all_served(
    databases: Databases, engine_name: str, tmp_path: Path, postbox: Postbox, *, long_campaign: bool
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    url = databases.empty(engine_name)
    system = Served(data, url, postbox)
    system.run("migrate")
    with installed(data, url):
        desks = prepare(WRITERS)
    system.start("--processes", str(PROCESSES))
    diaries = [Diary() for _ in desks]
    until = time.monotonic() + (LONG_SECONDS if long_campaign else SHORT_SECONDS)
    threads = [
        threading.Thread(
            target=write, args=(system.url, desk, diary, lambda: time.monotonic() > until)
        )
        for desk, diary in zip(desks, diaries, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    system.stop()
    saves = [len(diary.acknowledged) for diary in diaries]
    print(f"{engine_name}: {sum(saves)} saves, by writer {saves}")  # noqa: T201 (the figure)
    assert [diary.refused for diary in diaries] == [[] for _ in desks]
    assert min(saves) > 0
    with installed(data, url):
        assert lost(diaries) == []
        assert versions() == {desk.part_id: count for desk, count in zip(desks, saves, strict=True)}
