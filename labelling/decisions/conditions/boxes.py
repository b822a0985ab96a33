"""Boxes on conditions: for the organisation on its application's page, and for the office."""

from sqlalchemy.orm import Session

from labelling.applications import office_panels, own_panels
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.core.access import Actor
from labelling.core.clock import today, utcnow
from labelling.core.i18n import format_day, gettext, ngettext
from labelling.decisions.conditions.queries import binding_on
from labelling.decisions.conditions.subjects import Stand


@own_panels.add
@office_panels.add
def box(session: Session, _actor: Actor, application: Application) -> list[Panel]:
    """Return how many conditions are met, and which date comes next."""
    rows = binding_on(session, application.id, today(utcnow()))
    if not rows:
        return []
    unmet = [row for row in rows if row.stand is not Stand.MET]
    text = ngettext(
        "%(num)s condition is not met yet.", "%(num)s conditions are not met yet.", len(unmet)
    )
    due = [row.condition.due_on for row in unmet if row.stand is not Stand.REPORTED]
    lines = ((gettext("Next date"), format_day(min(due))),) if due else ()
    return [
        Panel(
            gettext("Conditions of the award"),
            lines=lines,
            text=text if unmet else gettext("All conditions are met."),
            button=gettext("See the conditions"),
            address=f"/applications/{application.id}/conditions",
        )
    ]
