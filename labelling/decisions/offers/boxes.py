"""The box on an offer: for the organisation on its application's page, and for the office."""

from sqlalchemy.orm import Session

from labelling.applications import office_panels, own_panels
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.office_panels import Panel
from labelling.applications.queries import due
from labelling.applications.schemes import edition_of, level_in
from labelling.core.access import Actor
from labelling.core.i18n import format_weekday, gettext
from labelling.decisions.offers.queries import get_offer


@own_panels.add
def own_box(session: Session, _actor: Actor, application: Application) -> list[Panel]:
    """Return what is offered, until when, and the page on which it is answered."""
    if application.state is not State.OFFERED:
        return []
    return [
        Panel(
            gettext("A lower level is offered"),
            text=_sentence(session, application),
            button=gettext("See the offer"),
            address=f"/applications/{application.id}/offer",
            is_due=True,
        )
    ]


@office_panels.add
def office_box(session: Session, _actor: Actor, application: Application) -> list[Panel]:
    """Return what was offered to the organisation, while it has not answered."""
    if application.state is not State.OFFERED:
        return []
    return [Panel(gettext("Lower level"), text=_sentence(session, application))]


def _sentence(session: Session, application: Application) -> str:
    offer = get_offer(session, application.id)
    level = level_in(edition_of(application), offer.level_id).name
    day = format_weekday(due(session, application.id, Step.CONSENT))
    return gettext(
        "The committee offers %(level)s. An owner accepts or declines it by %(day)s.",
        level=level,
        day=day,
    )
