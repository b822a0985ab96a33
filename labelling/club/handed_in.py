"""How many members have sent their figures, as a count that does not tell who.

The office sees who it was anyway. A member that watches an exact count sees when somebody sends,
and in a small club the rest follows: of two members, the other. So members are told whole fives,
as they were when the day began; and once results are out the number behind the first of them,
which stays as it is when late figures come in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.policy import CLUB_2026
from labelling.club import queries
from labelling.club.life import TAKES_FIGURES
from labelling.club.models import ClubRound
from labelling.core.clock import end_of_day, scheme_zone, today
from labelling.core.i18n import gettext

STEP = CLUB_2026.few
"""Members are told of so many at a time; fewer are nobody in particular."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How many have sent: exactly or at least, of how many (None where that is not told)."""

    sent: int
    exact: bool
    all: int | None = None

    @property
    def sentence(self) -> str:
        """Return it in a sentence."""
        if self.all is not None:
            return gettext(
                "%(sent)s of %(all)s members have sent their figures", sent=self.sent, all=self.all
            )
        if not self.sent:
            return gettext("fewer than %(few)s members have sent their figures", few=STEP)
        if self.exact:
            return gettext("%(sent)s members have sent their figures", sent=self.sent)
        return gettext("at least %(sent)s members have sent their figures", sent=self.sent)

    @property
    def short(self) -> str:
        """Return it as it fits into a table."""
        if self.all is not None:
            return gettext("%(sent)s of %(all)s", sent=self.sent, all=self.all)
        if not self.sent:
            return gettext("fewer than %(few)s", few=STEP)
        return str(self.sent) if self.exact else gettext("at least %(sent)s", sent=self.sent)


def handed_in(
    session: Session, rounds: Iterable[ClubRound], now: datetime, *, office: bool
) -> Mapping[UUID, HandedIn]:
    """Return, by round, what an asker is told of who has sent; nothing of rounds without parts."""
    known = {one.id: one for one in rounds}
    if office:
        counts = queries.sent_count(session, known)
        return {key: HandedIn(sent, True, all_) for key, (sent, all_) in counts.items()}
    running = [key for key, one in known.items() if one.state in TAKES_FIGURES]
    morning = end_of_day(today(now) - timedelta(days=1), scheme_zone())
    counts = queries.sent_count(session, running, before=morning)
    found = {key: _of_many(sent) for key, (sent, _) in counts.items()}
    frozen = queries.frozen_members(session, known.keys() - set(running))
    parts = queries.sent_count(session, frozen)
    for key, (members, released) in frozen.items():
        found[key] = of_results(members, parts[key][1]) if released else _of_many(members)
    return found


def _of_many(members: int) -> HandedIn:
    return HandedIn(members // STEP * STEP, False)


def of_results(members: int, taking_part: int) -> HandedIn:
    """Return the number behind results; of how many only where those missing are none or many."""
    missing = taking_part - members
    if members < STEP:
        return HandedIn(0, True)
    return HandedIn(members, True, taking_part if missing == 0 or missing >= STEP else None)
