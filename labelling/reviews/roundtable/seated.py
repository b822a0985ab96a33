"""An application at its round table, as those need it who act there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core.access import Actor
from labelling.core.errors import Conflict, NotNow
from labelling.core.i18n import lazy
from labelling.reviews import queries as reviews
from labelling.reviews.actions.agreeing import AGREEING
from labelling.reviews.roundtable import queries
from labelling.reviews.roundtable.models import RoundTable, TablePart
from labelling.reviews.subjects import Assessment


class Moved(Conflict):
    """Another screen of the chair has moved on meanwhile."""

    def __init__(self) -> None:
        super().__init__(lazy("Another screen has moved on. This is what is on show now."))


@dataclass(frozen=True, slots=True)
class Seated:
    """A case with its table."""

    application: Application
    case: Assessment
    table: RoundTable

    def has_pen(self, actor: Actor) -> bool:
        """Say whether this person writes."""
        return self.table.scribe_id == actor.person_id

    def is_chair(self, actor: Actor) -> bool:
        """Say whether this person leads the team."""
        return actor.person_id is not None and actor.person_id == self.case.lead

    @property
    def people(self) -> frozenset[UUID]:
        """Return who sits at the table: all who have handed in."""
        return self.case.team | self.case.readers


def case_of(session: Session, application_id: UUID) -> tuple[Application, Assessment]:
    """Return an application with its team; raise NotFound."""
    application = get_application(session, application_id)
    return application, reviews.assessment(session, application)


def seated(session: Session, application: Application, case: Assessment) -> Seated:
    """Return the open table; callers have required the permission. Raises NotNow, NotFound."""
    table = queries.get_table(session, application.id)
    if application.state not in AGREEING or table.closed_at is not None:
        raise NotNow(lazy("The round table is closed. Its lead can open it again."))
    return Seated(application, case, table)


def part_at(session: Session, table: RoundTable, part_id: str) -> TablePart:
    """Return what the table knows of a part, a new row where it was not on show yet."""
    row = session.get(TablePart, (table.application_id, part_id))
    if row is None:
        row = TablePart(application_id=table.application_id, part_id=part_id, seconds=0, version=0)
        session.add(row)
    return row
