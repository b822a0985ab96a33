"""Writing on a branch: a version beside the draft, saved part by part like the draft itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions import Content
from labelling.applications.actions.answers import refuse_ended, refuse_unfit
from labelling.applications.schemes import edition_of, refuse_unknown_part
from labelling.applications.versions.models import VersionKind, VersionPart
from labelling.applications.versions.sources import get_version
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import BadRequest, Conflict, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.saves import id_of_other_words


class BranchChanged(Conflict):
    """Somebody saved the same part of the branch meanwhile; the content is what stands now."""

    def __init__(self, theirs: VersionPart) -> None:
        super().__init__(lazy("Somebody saved this part while you were writing."))
        self.version = theirs.version
        self.content = Content(theirs.band, theirs.text, theirs.not_applicable)
        self.by = theirs.updated_by
        self.at = theirs.updated_at


def save_branch_part(
    session: Session,
    *,
    actor: Actor,
    version_id: UUID,
    part_id: str,
    content: Content,
    version: int,
    save_id: UUID,
    now: datetime,
) -> int:
    """Save a part of a branch that was started from a version (0: nothing was there).

    Returns the version that stands. The same ``save_id`` again changes nothing; with other words it
    is a save that follows the first, as in the draft. Raises
    BranchChanged where somebody has saved since, NotNow for a version that is no branch and after
    the application has ended.
    """
    branch = get_version(session, version_id)
    application = queries.get_application(session, branch.application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_ended(application)
    if branch.kind is not VersionKind.BRANCH:
        raise NotNow(lazy("This version is kept as it is. Start a branch to write on."))
    edition = edition_of(application)
    refuse_unknown_part(edition, part_id)
    refuse_unfit(edition.parts[part_id], edition, content)
    row = find_branch_part(session, version_id, part_id)
    if row is None:
        row = VersionPart(
            version_id=version_id, part_id=part_id, text="", evidence=[], rests_on=None, version=0
        )
        session.add(row)
    if row.version and Content(row.band, row.text, row.not_applicable) == content:
        return row.version
    if row.version and (row.save_id, row.updated_by) == (save_id, actor.person_id):
        version, save_id = row.version, id_of_other_words(save_id, content)
    if row.version < version:
        raise BadRequest(lazy("This page started from a version that does not exist."))
    if row.version != version:
        raise BranchChanged(row)
    row.band, row.text, row.not_applicable = content.band, content.text, content.not_applicable
    row.version += 1
    row.save_id, row.updated_at, row.updated_by = save_id, now, actor.person_id
    session.flush()
    audit.record(session, actor, "draft.saved", branch, now, part=part_id, version=row.version)
    return row.version


def find_branch_part(session: Session, version_id: UUID, part_id: str) -> VersionPart | None:
    """Return what a version says of a part, or None."""
    return session.scalars(
        select(VersionPart).where(
            VersionPart.version_id == version_id, VersionPart.part_id == part_id
        )
    ).one_or_none()
