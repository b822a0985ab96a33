"""What can be printed of an application, for whom, and what was printed of it already."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.models import Application
from labelling.applications.paper.models import PaperCopy
from labelling.applications.readers import sees_lines
from labelling.applications.versions.models import DraftVersion
from labelling.applications.versions.sources import get_version, version_in
from labelling.core import access, i18n
from labelling.core.access import Actor
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission

DRAFT, SUBMISSION = "draft", "submission"
"""What somebody asks for: the draft as it is now, or what was submitted last. Anything else is the
key of a version."""

VERSION = "version-"
"""How the source of a copy begins that is one of a version; its number follows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one reader gets: of what, with or without lines, in which language.

    ``version`` is the one that is printed, if it is one.
    """

    application: Application
    source: str
    with_lines: bool
    language: str
    version: DraftVersion | None = None


def wanted(session: Session, actor: Actor, application_id: UUID, asked: str) -> Wanted:
    """Return what this actor gets on paper, in the language in force.

    Whoever may not read it on the screen is refused here, too. Raises NotFound for a source that
    there is not, and before anything was submitted.
    """
    application = queries.get_application(session, application_id)
    version = None
    if asked == DRAFT:
        access.require(actor, Permission.ANSWER_VIEW, application)
        source = DRAFT
    elif asked == SUBMISSION:
        access.require(actor, Permission.SUBMISSION_VIEW, application)
        source = f"{SUBMISSION}-{queries.latest_submission(session, application_id).number}"
    else:
        access.require(actor, Permission.ANSWER_VIEW, application)
        version = get_version(session, version_in(asked))
        if version.application_id != application.id:
            raise NotFound
        source = f"{VERSION}{version.number}"
    lines = sees_lines(actor, application)
    return Wanted(application, source, lines, i18n.language(), version)


def find_copy(session: Session, one: Wanted) -> PaperCopy | None:
    """Return what was ordered of exactly this, or None."""
    return session.scalars(
        select(PaperCopy).where(
            PaperCopy.application_id == one.application.id,
            PaperCopy.source == one.source,
            PaperCopy.with_lines == one.with_lines,
            PaperCopy.language == one.language,
        )
    ).one_or_none()
