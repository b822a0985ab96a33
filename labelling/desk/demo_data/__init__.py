"""The demonstration's data: twelve fictitious organisations and what became of them.

All of it comes about by the actions that the pages use, each at its moment in the past; nothing
is written into tables from here.
"""

from collections.abc import Iterator
from datetime import datetime

from labelling.core.mail import Letter
from labelling.core.worker import Worker
from labelling.desk.demo_data.apart import complained, figures_come_out
from labelling.desk.demo_data.cast import PASSWORD
from labelling.desk.demo_data.club import club_runs
from labelling.desk.demo_data.office import calls_open, office_begins
from labelling.desk.demo_data.practising import (
    assessors_practise,
    people_learn,
    rule_is_proposed,
    severity_is_measured,
)
from labelling.desk.demo_data.regional import map_is_made
from labelling.desk.demo_data.schemes import editions_are_built
from labelling.desk.demo_data.stories import STORIES
from labelling.desk.demo_data.timetable import Calendar, Story, days_pass, play
from labelling.people.passwords import hash_password
from labelling.reviews.actions.feedback import RENDER
from labelling.settings import Settings

_DAYS_WITH_REMINDERS = 45


def fill(settings: Settings, now: datetime) -> None:
    """Fill an empty, migrated database that is in use with the demonstration's data.

    Reports are long to print, and the newest version of each is enough: the worker that runs
    beside the pages prints them. Certificates are printed at their moment.
    """
    worker = Worker(settings, _keep, leaving={RENDER})
    play(_stories(Calendar(now), hash_password(PASSWORD)), worker)


def _stories(calendar: Calendar, password_hash: str) -> Iterator[Story]:
    yield office_begins(calendar, password_hash)
    yield calls_open(calendar)
    for story in STORIES:
        yield story(calendar, password_hash)
    yield complained(calendar)
    yield figures_come_out(calendar)
    yield club_runs(calendar)
    yield map_is_made(calendar)
    yield assessors_practise(calendar)
    yield severity_is_measured(calendar)
    yield editions_are_built(calendar)
    yield people_learn(calendar)
    yield rule_is_proposed(calendar)
    yield days_pass(calendar, _DAYS_WITH_REMINDERS)


def _keep(_letter: Letter, _settings: Settings) -> None:
    """Take a mail without sending it: it stays in the outbox for the page that shows it."""
