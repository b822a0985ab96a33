"""Carrying answers over from another edition: choosing an application, the preview, doing it."""

from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import queries
from labelling.applications.actions import AnswerChanged
from labelling.applications.carrying.actions import Accepted, OfferChanged, carry_over
from labelling.applications.carrying.loading import load_preview
from labelling.applications.carrying.sources import earlier_applications, mapped
from labelling.applications.carrying.words import LEFT, remarks
from labelling.applications.life import OPEN_FOR_WRITING, STATE_NAMES
from labelling.applications.schemes import edition_of
from labelling.applications.versions.actions.taking import Choice
from labelling.applications.versions.sources import DRAFT
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, NotFound, Refusal
from labelling.core.i18n import gettext, lazy, ngettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker

_UNPROCESSABLE = 422


@bp.get("/applications/<uuid:application_id>/carry-over")
def carrying(application_id: UUID) -> ResponseReturnValue:
    """List the applications under other editions; with one of them chosen, show its preview."""
    actor = asker()
    if "from" in request.args:
        return _preview(actor, application_id, request.args["from"], request.args.get("of", DRAFT))
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_EDIT, application)
        earlier = earlier_applications(session, application)
        turn = turn_of(session, actor, application, identity.now())
    return pages.page(
        "applications/carrying/choose.html",
        application=application,
        edition=edition_of(application),
        earlier=earlier,
        states=STATE_NAMES,
        turn=turn,
    )


@bp.post("/applications/<uuid:application_id>/carry-over")
def carry(application_id: UUID) -> ResponseReturnValue:
    """Carry the accepted parts over into the draft."""
    actor = asker()
    source, key = request.form.get("from", ""), request.form.get("of", "")
    try:
        with unit_of_work() as session:
            access.require(
                actor, Permission.ANSWER_EDIT, queries.get_application(session, application_id)
            )
            carried = carry_over(
                session,
                actor=actor,
                application_id=application_id,
                source_id=_id(source),
                key=key,
                accepted=_accepted(),
                now=identity.now(),
            )
    except (AnswerChanged, OfferChanged):
        sentence = gettext("Somebody changed one of these parts meanwhile. Nothing was carried.")
        return _preview(actor, application_id, source, key, refused=sentence, status=409)
    except Refusal as refusal:
        if refusal.status != _UNPROCESSABLE or not source:
            raise
        return _preview(
            actor, application_id, source, key, refused=refusal.sentence, status=refusal.status
        )
    address = url_for(".carrying", application_id=application_id)
    asked = urlencode({"from": source, "of": key, "n": len(carried)})
    return redirect(f"{address}?{asked}", 303)


def _id(text: str) -> UUID:
    if not text:
        raise BadRequest(lazy("Choose an earlier application first."))
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _accepted() -> dict[str, Accepted]:
    found = {}
    for name, value in request.form.items():
        if name.startswith("choice-") and value in set(Choice):
            part_id = name.removeprefix("choice-")
            found[part_id] = Accepted(
                Choice(value),
                whole_number(request.form.get(f"seen-{part_id}")),
                request.form.get(f"mark-{part_id}", ""),
            )
    return found


def _preview(
    actor: Actor,
    application_id: UUID,
    source_id: str,
    key: str,
    *,
    refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_EDIT, application)
        before, source, found = load_preview(session, application, _id(source_id), key)
        access.require(actor, Permission.ANSWER_VIEW, before)
        turn = turn_of(session, actor, application, identity.now())
        between = mapped(session, before, application)
    number = whole_number(request.args.get("n"))
    accepted = _accepted()
    return pages.page(
        "applications/carrying/preview.html",
        status,
        application=application,
        before=before,
        source=source,
        offers=[(one, list(remarks(one))) for one in found.offers],
        chosen={
            one.part_id: accepted[one.part_id].choice.value
            if one.part_id in accepted
            else "take"
            if one.is_sure and not refused
            else "leave"
            for one in found.offers
        },
        preview=found,
        mapping=between,
        left_words=LEFT,
        parts=edition_of(application).parts,
        earlier_parts=edition_of(before).parts,
        edition=edition_of(application),
        earlier_edition=edition_of(before),
        refused=refused,
        writing=application.state in OPEN_FOR_WRITING,
        turn=turn,
        notice=ngettext(
            "%(num)s part was carried over. Read it once more under the new questions.",
            "%(num)s parts were carried over. Read them once more under the new questions.",
            number,
        )
        if number
        else None,
    )
