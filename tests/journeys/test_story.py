"""The main job, end to end, on each database: from nothing to what anyone can verify."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.steps import (
    accounts,
    applying,
    assessing,
    checking,
    deciding,
    mailing,
    registering,
)
from tests.journeys.steps.cast import Story
from tests.serving import Served

STEPS = (
    *accounts.STEPS,
    *applying.STEPS,
    mailing.another_organisation_has_two_days_left,
    *checking.STEPS,
    *assessing.STEPS,
    *deciding.STEPS,
    *registering.STEPS,
    *mailing.STEPS,
)


def test_one_label_from_nothing_to_its_verification(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    story = Story(served, browser, tmp_path)
    try:
        for step in STEPS:
            step(story)
    finally:
        story.close()
