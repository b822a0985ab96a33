"""The browser, and a served system on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.databases import Databases
from tests.postbox import Postbox
from tests.serving import Served

pytest.register_assert_rewrite("tests.journeys.steps")

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def served(databases: Databases, engine_name: str, tmp_path: Path) -> Iterator[Served]:
    """Return a served system with a fresh database."""
    box = Postbox()
    box.start()
    (tmp_path / "data").mkdir()
    system = Served(tmp_path / "data", databases.fresh(engine_name), box)
    system.start()
    yield system
    system.stop()
    box.stop()
