"""Two whole self-assessments beside each other; what is wanted of the other one, taken over."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import queries
from labelling.applications.actions import AnswerChanged
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.actions.taking import (
    Choice,
    Chosen,
    SourceChanged,
    take_over,
)
from labelling.applications.versions.comparing import Side, changes, incoming
from labelling.applications.versions.sources import (
    DRAFT,
    FORERUNNER,
    common_ground,
    load_source,
)
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.i18n import gettext, ngettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker


@bp.get("/applications/<uuid:application_id>/compare")
def compare(application_id: UUID) -> ResponseReturnValue:
    """Show what differs between two sources, the earlier one first."""
    actor = asker()
    before, after = request.args.get("a", FORERUNNER), request.args.get("b", DRAFT)
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        one = load_source(session, application, before)
        other = load_source(session, application, after)
        turn = turn_of(session, actor, application, identity.now())
    edition = edition_of(application)
    return pages.page(
        "applications/versions/compare.html",
        application=application,
        before=one,
        after=other,
        changes=changes(edition.parts, one, other),
        parts=edition.parts,
        turn=turn,
    )


@bp.get("/applications/<uuid:application_id>/take-over")
def preview(application_id: UUID) -> ResponseReturnValue:
    """Show what a source says otherwise than the draft, with a choice for each part."""
    return _preview(asker(), application_id, request.args.get("source", FORERUNNER))


@bp.post("/applications/<uuid:application_id>/take-over")
def take(application_id: UUID) -> ResponseReturnValue:
    """Take the chosen parts over into the draft."""
    actor, key = asker(), request.form.get("source", "")
    chosen = {
        part_id: Chosen(
            choice,
            whole_number(request.form.get(f"seen-{part_id}")),
            request.form.get(f"mark-{part_id}", ""),
        )
        for part_id, choice in _choices().items()
    }
    try:
        with unit_of_work() as session:
            taken = take_over(
                session,
                actor=actor,
                application_id=application_id,
                key=key,
                chosen=chosen,
                now=identity.now(),
            )
    except AnswerChanged:
        sentence = gettext("Somebody saved one of these parts meanwhile. Nothing was taken yet.")
        return _preview(actor, application_id, key, sentence, 409)
    except SourceChanged:
        sentence = gettext(
            "The other version was changed meanwhile. Nothing was taken yet: look at it again."
        )
        return _preview(actor, application_id, key, sentence, 409)
    except Refusal as refusal:
        if refusal.status != 422:  # noqa: PLR2004 (what was entered, shown beside it)
            raise
        return _preview(actor, application_id, key, refusal.sentence, refusal.status)
    return redirect(
        url_for(".preview", application_id=application_id, taken=len(taken), source=key), 303
    )


def _choices() -> dict[str, Choice]:
    found = {}
    for name, value in request.form.items():
        if name.startswith("choice-") and value in set(Choice):
            found[name.removeprefix("choice-")] = Choice(value)
    return found


def _preview(
    actor: Actor, application_id: UUID, key: str, refused: str = "", status: int = 200
) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_EDIT, application)
        draft = load_source(session, application, DRAFT)
        source = load_source(session, application, key)
        common = common_ground(session, application_id, source)
        turn = turn_of(session, actor, application, identity.now())
    edition = edition_of(application)
    taken = whole_number(request.args.get("taken"))
    chosen = _choices()
    found = incoming(edition.scope(level_of(application)), draft, source, common)
    return pages.page(
        "applications/versions/take_over.html",
        status,
        application=application,
        source=source,
        draft=draft,
        changes=found,
        chosen={
            one.part_id: chosen.get(
                one.part_id, Choice.TAKE if one.side is Side.OTHER else Choice.LEAVE
            )
            for one in found
        },
        parts=edition.parts,
        refused=refused,
        writing=application.state in OPEN_FOR_WRITING,
        turn=turn,
        notice=ngettext("%(num)s part was taken over.", "%(num)s parts were taken over.", taken)
        if "taken" in request.args
        else None,
    )
