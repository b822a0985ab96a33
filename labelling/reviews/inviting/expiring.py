"""Invitations that nobody answered: no answer counts as no, and the next choice is asked."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.core.access import SYSTEM
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.reviews.actions.following import follow_up
from labelling.reviews.actions.panels import NO_ANSWER, end_seat
from labelling.reviews.letters import tell_holder
from labelling.reviews.models import PanelSeat, PanelState
from labelling.reviews.patience import patience


@every_minute
def close_unanswered(session: Session, now: datetime) -> None:
    """End invitations whose day has passed, a little after it, and invite the next."""
    rows = session.execute(
        select(PanelSeat, Application)
        .join(Application, Application.id == PanelSeat.application_id)
        .where(
            PanelSeat.state == PanelState.INVITED,
            PanelSeat.answer_by < today(now) - patience().grace,
            Application.state.not_in(ENDED),
        )
        .order_by(PanelSeat.answer_by, PanelSeat.id)
    ).all()
    for seat, application in rows:
        end_seat(session, SYSTEM, seat, PanelState.DECLINED, now, reason=NO_ANSWER)
        tell_holder(session, seat, application, "seat_released", now)
        follow_up(session, application, seat, now)
