"""Boxes with the letters about an application: for its owners, and for the office."""

from sqlalchemy.orm import Session

from labelling.applications import office_panels, own_panels
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.core.access import Actor
from labelling.core.clock import utcnow
from labelling.core.i18n import format_day, gettext
from labelling.decisions.correspondence.queries import letters_of_application, readable


@own_panels.add
@office_panels.add
def box(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return a box for each letter that the actor may read, newest first."""
    letters = letters_of_application(session, application.id)
    return [
        Panel(
            gettext("Letter of %(day)s", day=format_day(letter.written_at)),
            text=letter.subject,
            button=gettext("Read the letter"),
            address=f"/letters/{letter.id}",
        )
        for letter in readable(session, actor, letters, utcnow())
    ]
