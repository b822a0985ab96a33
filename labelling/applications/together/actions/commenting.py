"""Comments on parts, inside the organisation: written, settled, taken away by their writers."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_ended
from labelling.applications.models import Application
from labelling.applications.recipients import tell
from labelling.applications.schemes import edition_of, refuse_unknown_part
from labelling.applications.together.models import Comment, Mention
from labelling.applications.together.naming import mentioned
from labelling.applications.together.queries import colleagues, get_comment, mentions_since
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotAllowed
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

TEXT_LIMIT = 2_000
MOST_MAILS = 10
"""How many mails of mentions somebody gets in an hour; further ones stand on the page alone."""
_HOUR = timedelta(hours=1)


def write_comment(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    text: str,
    told: Collection[UUID] = (),
    now: datetime,
) -> Comment:
    """Comment on a part; whoever is named after an @, or chosen, gets a mail without the text.

    Nobody gets more than ``MOST_MAILS`` of them in an hour. Only people of the organisation can
    be mentioned. Raises Invalid for a text that is blank or
    too long.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.COMMENT_WRITE, application, now=now)
    refuse_ended(application)
    refuse_unknown_part(edition_of(application), part_id)
    if not text.strip():
        raise Invalid(lazy("Write something first."), field="text")
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            lazy("At most %(most)s characters fit. Shorten the text."),
            field="text",
            most=TEXT_LIMIT,
        )
    people = colleagues(session, application.organisation_id)
    meant = mentioned(text, {one.id: one.name for one in people}) | set(told)
    comment = Comment(
        application_id=application_id, part_id=part_id, text=text, at=now, by=actor.person_id
    )
    session.add(comment)
    session.flush()
    addressed = [one for one in people if one.id in meant and one.id != actor.person_id]
    lately = mentions_since(session, [one.id for one in addressed], now - _HOUR)
    session.add_all(Mention(comment_id=comment.id, person_id=one.id) for one in addressed)
    mailed = [one for one in addressed if lately.get(one.id, 0) < MOST_MAILS]
    tell(session, mailed, application, "comment_mention", now, part=part_id, by=actor.name)
    audit.record(session, actor, "comment.written", comment, now, part=part_id)
    return comment


def settle_comment(
    session: Session, *, actor: Actor, comment_id: UUID, settled: bool, now: datetime
) -> Comment:
    """Say that a comment is settled, or that it is open again."""
    comment, application = _of(session, comment_id)
    access.require(actor, Permission.COMMENT_WRITE, application, now=now)
    refuse_ended(application)
    if (comment.settled_at is not None) == settled:
        return comment
    comment.settled_at = now if settled else None
    comment.settled_by = actor.person_id if settled else None
    verb = "comment.settled" if settled else "comment.reopened"
    audit.record(session, actor, verb, comment, now, part=comment.part_id)
    return comment


def remove_comment(session: Session, *, actor: Actor, comment_id: UUID, now: datetime) -> Comment:
    """Take away a comment of one's own; its text is deleted."""
    comment, application = _of(session, comment_id)
    access.require(actor, Permission.COMMENT_WRITE, application, now=now)
    if comment.by != actor.person_id:
        raise NotAllowed(lazy("Only who wrote a comment takes it away."))
    refuse_ended(application)
    comment.text, comment.removed_at = "", now
    audit.record(session, actor, "comment.removed", comment, now, part=comment.part_id)
    return comment


def _of(session: Session, comment_id: UUID) -> tuple[Comment, Application]:
    comment = get_comment(session, comment_id)
    return comment, queries.get_application(session, comment.application_id)
