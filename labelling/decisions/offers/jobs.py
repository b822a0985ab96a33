"""Ending offers that nobody has answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.outbox import every_minute
from labelling.decisions.offers.actions import lapse_offers


@every_minute
def lapse(session: Session, now: datetime) -> None:
    """End the offers whose last day for an answer is over."""
    lapse_offers(session, now)
