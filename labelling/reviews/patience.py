"""How many days people of a panel have, and who practises: set by the operator, for all schemes."""

from dataclasses import dataclass
from datetime import timedelta

from labelling.settings import Settings


@dataclass(frozen=True, slots=True)
class Patience:
    """Days around a panel.

    ``grace``: how long an answer is still taken after the day that was shown; no page and no mail
    says so. ``objection``: for the applicant, from the invitation on. ``away_ahead``: who is away
    within so many days is not proposed. ``practice_again``: after a try at the practice cases that
    was not enough. ``severity_notice``: before the quality officer sees what an assessor was told.
    """

    grace: timedelta = timedelta(days=2)
    objection: timedelta = timedelta(days=7)
    away_ahead: timedelta = timedelta(days=28)
    practice_again: timedelta = timedelta(days=14)
    severity_notice: timedelta = timedelta(days=14)


_in_force = [Patience()]


def set_patience(settings: Settings) -> None:
    """Take the days from an operator's settings."""
    _in_force[:] = [
        Patience(
            grace=timedelta(days=settings.answer_grace_days),
            objection=timedelta(days=settings.objection_days),
            away_ahead=timedelta(days=settings.absence_ahead_days),
            practice_again=timedelta(days=settings.practice_again_days),
            severity_notice=timedelta(days=settings.severity_notice_days),
        )
    ]


def patience() -> Patience:
    """Return the days in force."""
    return _in_force[0]
