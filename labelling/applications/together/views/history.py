"""Every version of an answer, what changed from one to the next, and bringing one back."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions import AnswerChanged
from labelling.applications.carrying.words import origins_in_words
from labelling.applications.differing import Piece, pieces
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import AnswerRevision
from labelling.applications.schemes import edition_of, refuse_unknown_part
from labelling.applications.together.actions.restoring import restore_answer
from labelling.applications.together.queries import revisions
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker
from labelling.people import queries as people

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Change:
    """A version with what it changed."""

    revision: AnswerRevision
    who: str
    text: tuple[Piece, ...]
    band_before: int | None
    is_first: bool
    origins: list[str]


@bp.get("/applications/<uuid:application_id>/parts/<part_id>/history")
def part_history(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show the versions of an answer, newest first."""
    actor = asker()
    with reading() as session:
        return _page(session, actor, application_id, part_id)


@bp.post("/applications/<uuid:application_id>/parts/<part_id>/history")
def restore_part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Bring a version back; where somebody saved meanwhile, show that first."""
    actor = asker()
    try:
        with unit_of_work() as session:
            restore_answer(
                session,
                actor=actor,
                application_id=application_id,
                part_id=part_id,
                version=whole_number(request.form.get("version")),
                seen=whole_number(request.form.get("seen")),
                save_id=_save_id(),
                now=identity.now(),
            )
    except AnswerChanged as changed:
        with reading() as session:
            return _page(session, actor, application_id, part_id, changed)
    return redirect(
        url_for(".part_history", application_id=application_id, part_id=part_id, done="restored"),
        303,
    )


def _save_id() -> UUID:
    try:
        return UUID(request.form.get("save_id", ""))
    except ValueError:
        return uuid4()


def _page(
    session: Session,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    changed: AnswerChanged | None = None,
) -> ResponseReturnValue:
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_VIEW, application)
    edition = edition_of(application)
    refuse_unknown_part(edition, part_id)
    found = revisions(session, application_id, part_id)
    names = people.names(session, [one.by for one in found])
    first = max(1, whole_number(request.args.get("before")) or len(found)) if found else 0
    shown = [one for one in found if one.version <= first][:_SHOWN]
    part = edition.parts[part_id]
    return pages.page(
        "applications/together/history.html",
        200 if changed is None else 409,
        application=application,
        part=part,
        bands={band.value: band for band in edition.rubrics[part.kind].bands},
        changes=[_change(one, found, names) for one in shown],
        total=len(found),
        earlier=shown[-1].version - 1 if shown else 0,
        standing=found[0].version if found else 0,
        save_id=str(uuid4()),
        may_write=application.state in OPEN_FOR_WRITING
        and access.may(actor, Permission.ANSWER_EDIT, application),
        changed=gettext("Somebody saved this part meanwhile. Nothing was brought back yet.")
        if changed is not None
        else "",
        turn=turn_of(session, actor, application, identity.now()),
        notice=gettext("The earlier version was brought back, as the newest one.")
        if request.args.get("done") == "restored"
        else None,
    )


def _change(
    revision: AnswerRevision, found: list[AnswerRevision], names: dict[UUID, str]
) -> Change:
    place = found.index(revision)
    before = found[place + 1] if place + 1 < len(found) else None
    return Change(
        revision,
        names.get(revision.by, "") if revision.by is not None else "",
        pieces(before.text if before is not None else "", revision.text),
        before.band if before is not None else None,
        before is None,
        origins_in_words(revision.origins),
    )
