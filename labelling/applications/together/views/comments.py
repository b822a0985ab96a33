"""Comments on a part, for the organisation alone."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import queries
from labelling.applications.life import ENDED
from labelling.applications.schemes import edition_of, refuse_unknown_part
from labelling.applications.together.actions import commenting
from labelling.applications.together.forms import CommentForm
from labelling.applications.together.queries import colleagues, remarks
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


@bp.route("/applications/<uuid:application_id>/parts/<part_id>/comments", methods=["GET", "POST"])
def comments(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show the comments on a part, and take a new one."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        refuse_unknown_part(edition_of(application), part_id)
        known = colleagues(session, application.organisation_id)
    form = CommentForm({one.id: one.name for one in known if one.id != actor.person_id})
    if form.answered():
        try:
            here, now = _address(application_id, part_id), identity.now()
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=here)
                commenting.write_comment(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_id=part_id,
                    text=form.text.data or "",
                    told=form.told_ids,
                    now=now,
                )
            return redirect(here, 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(actor, application_id, part_id, form)


def _address(application_id: UUID, part_id: str) -> str:
    return url_for(".comments", application_id=application_id, part_id=part_id)


def _page(
    actor: Actor, application_id: UUID, part_id: str, form: CommentForm
) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        found = remarks(session, application_id, part_id)
        concerned = [one.comment.by for one in found]
        concerned += [one.comment.settled_by for one in found]
        for one in found:
            concerned += one.mentioned
        names = people.names(session, concerned)
        turn = turn_of(session, actor, application, identity.now())
    return pages.page(
        "applications/together/comments.html",
        422 if form.errors else 200,
        application=application,
        part=edition_of(application).parts[part_id],
        remarks=[one for one in found if one.comment.settled_at is None],
        settled=[one for one in found if one.comment.settled_at is not None],
        names=names,
        form=form,
        may_write=application.state not in ENDED,
        turn=turn,
    )


@bp.post("/applications/comments/<uuid:comment_id>")
def change_comment(comment_id: UUID) -> ResponseReturnValue:
    """Settle a comment, open it again, or take one's own away."""
    actor, now = asker(), identity.now()
    with unit_of_work() as session:
        if request.form.get("do") == "remove":
            found = commenting.remove_comment(session, actor=actor, comment_id=comment_id, now=now)
        else:
            found = commenting.settle_comment(
                session,
                actor=actor,
                comment_id=comment_id,
                settled=request.form.get("do") != "reopen",
                now=now,
            )
    return redirect(_address(found.application_id, found.part_id), 303)
