"""A task about one application, told the same way in every room."""

from datetime import date

from labelling.applications.models import Application
from labelling.core.doors import Task
from labelling.organisations.models import Organisation


def case_task(
    application: Application,
    organisation: Organisation,
    *,
    title: str,
    button: str,
    page: str = "",
    due: date | None = None,
) -> Task:
    """Return the task; ``page`` is the last part of its address, '' for the application itself."""
    address = f"/applications/{application.id}"
    return Task(
        title=title,
        about=f"{organisation.name} · {application.reference}",
        button=button,
        address=f"{address}/{page}" if page else address,
        due=due,
    )
