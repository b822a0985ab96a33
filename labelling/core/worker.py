"""The worker: does what the outbox asks for, one row at a time, outside any transaction."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import count

import structlog

from labelling.core import i18n, mail, outbox
from labelling.core.clock import utcnow
from labelling.core.database import unit_of_work
from labelling.core.outbox import Delayed, Kind, Leased, LeaseLost, Undeliverable
from labelling.settings import Settings

log = structlog.get_logger()

Deliver = Callable[[mail.Letter, Settings], None]
_MINUTE = timedelta(minutes=1)


class Worker:
    """Drains the outbox; once a minute lets every room queue what has become due.

    Kinds of mail and jobs take turns, however many of one kind there are.
    What is named in ``leaving`` it leaves to other workers.
    """

    def __init__(
        self,
        settings: Settings,
        deliver: Deliver = mail.deliver,
        *,
        leaving: Collection[str] = (),
    ) -> None:
        self._settings = settings
        self._deliver = deliver
        self._leaving = frozenset(leaving)
        self._next_tick: datetime | None = None
        self._turns = count(1)
        self._served: dict[str, int] = {}

    def run(self, stopped: Callable[[], bool], *, pause: float = 1.0) -> None:
        """Work until ``stopped`` says so, pausing (seconds) while there is nothing to do."""
        while not stopped():
            try:
                busy = self.step(utcnow())
            except Exception as error:
                log.exception("worker", exc_info=error)
                busy = False
            if not busy:
                time.sleep(pause)

    def drain(self, now: datetime) -> int:
        """Do all that is due at an instant; return how many rows were done."""
        done = 0
        while self.step(now):
            done += 1
        return done

    def step(self, now: datetime) -> bool:
        """Do one thing that is due; say whether there was one."""
        self._tick(now)
        with unit_of_work() as session:
            row = outbox.lease(session, now, leaving=self._leaving, served=self._served)
        if row is None:
            return False
        self._served[row.name] = next(self._turns)
        try:
            with outbox.holding(row, now):
                subject = self._do(row, now)
        except LeaseLost:
            log.warning("outbox", name=row.name, attempts=row.attempts, why="another worker has it")
        except Undeliverable as refused:
            self._note(row, now, str(refused), final=True)
        except Delayed as hindered:
            log.warning("outbox", name=row.name, attempts=row.attempts, why=str(hindered))
            self._note(row, now, str(hindered), final=False)
        except Exception as error:
            log.warning("outbox", name=row.name, attempts=row.attempts, exc_info=error)
            self._note(row, now, type(error).__name__, final=False)
        else:
            with unit_of_work() as session:
                outbox.finish(session, row.id, now, subject=subject, forget=self._forgets(row))
        return True

    def _forgets(self, row: Leased) -> bool:
        """Say whether a row's content is dropped when it is done: that of a mail that has left."""
        return row.kind is Kind.MAIL and self._deliver is mail.deliver

    def _do(self, row: Leased, now: datetime) -> str | None:
        if row.kind is Kind.JOB:
            with i18n.speaking(i18n.DEFAULT, self._settings.zone):
                outbox.handler(row.name)(row.payload, now)
            return None
        letter = mail.compose(row.name, row.payload, row.address or "", self._settings)
        self._deliver(letter, self._settings)
        return letter.subject

    def _note(self, row: Leased, now: datetime, error: str, *, final: bool) -> None:
        with unit_of_work() as session:
            outbox.postpone(session, row.id, now, error, final=final)

    def _tick(self, now: datetime) -> None:
        if self._next_tick is not None and now < self._next_tick:
            return
        self._next_tick = now + _MINUTE
        for tick in outbox.ticks():
            with unit_of_work() as session:
                tick(session, now)
