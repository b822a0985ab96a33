"""Playing the past: stories that take turns in order of time, and a worker that follows them.

A story is a generator. It yields the moment at which it goes on and is given a scene: a session
and that moment. What it does until it yields again is one unit of work.
"""

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from labelling.core.clock import scheme_zone, today
from labelling.core.database import unit_of_work
from labelling.core.worker import Worker


@dataclass(frozen=True, slots=True)
class Scene:
    """The moment at which a story goes on, and the session in which it does."""

    session: Session
    now: datetime


Story = Generator[datetime, Scene, None]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Moments counted back from the day on which the demonstration begins."""

    begins: datetime

    def at(self, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
        """Return a time of day, so many civil days ago."""
        day = today(self.begins) - timedelta(days=days_ago)
        moment = datetime.combine(day, time(hour, minute), scheme_zone())
        return min(moment, self.begins)


def play(stories: Iterable[Story], worker: Worker) -> None:
    """Play all stories to their ends; in the evening the worker does what the day has queued."""
    queue: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(queue, next(story, None), number, story)
    while queue:
        moment, number, story = heapq.heappop(queue)
        with unit_of_work() as session:
            then = _go_on(story, Scene(session, moment))
        _wait(queue, then, number, story)
        if not queue or today(queue[0][0]) > today(moment):
            worker.drain(moment)


def _go_on(story: Story, scene: Scene) -> datetime | None:
    try:
        return story.send(scene)
    except StopIteration:
        return None


def _wait(
    queue: list[tuple[datetime, int, Story]], moment: datetime | None, number: int, story: Story
) -> None:
    if moment is not None:
        heapq.heappush(queue, (moment, number, story))


def days_pass(calendar: Calendar, days: int) -> Story:
    """Do nothing each morning of the last days, so that reminders go out when they are due."""
    for days_ago in range(days, 0, -1):
        yield calendar.at(days_ago, 7)
