"""Tables of a draft taken out, named anew, moved."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.editions.renaming import can_be_renamed, following
from assessments.editions.sections import COMMITTEE, TOP
from labelling.applications.building import actions, queries
from labelling.applications.building.forms import RenameForm, SureForm
from labelling.applications.building.views.around import shared, standing_table
from labelling.applications.building.views.blueprint import (
    OK,
    UNPROCESSABLE,
    bp,
    path_of,
    seen_draft,
)
from labelling.applications.building.words import title_of
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import gettext
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/<uuid:draft_id>/remove/<path:place>", methods=["GET", "POST"])
def remove(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Take a table out, after a page that says what goes with it."""
    path = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    if path in {TOP, COMMITTEE}:
        raise NotFound
    standing_table(tree, path)
    form = SureForm()
    if form.answered():
        with unit_of_work() as session:
            actions.remove_section(
                session, actor=asker(), draft_id=draft_id, path=path, now=identity.now()
            )
        return redirect(url_for(".draft", draft_id=draft_id, done="removed"), 303)
    return pages.page(
        "applications/building/sure.html",
        draft=row,
        form=form,
        question=gettext("Take “%(title)s” out?", title=title_of(tree, path)),
        meaning=gettext(
            "What stands inside it goes too, and levels and figures no longer name it. "
            "The history keeps it."
        ),
        button=gettext("Take it out"),
    )


@bp.route("/<uuid:draft_id>/rename/<path:place>", methods=["GET", "POST"])
def rename(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Give a criterion or a part another id, everywhere in the draft."""
    path = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    if not can_be_renamed(path):
        raise NotFound
    standing_table(tree, path)
    form = RenameForm(data={"name": path[-1]})
    if form.answered():
        try:
            with unit_of_work() as session:
                there = actions.rename_section(
                    session,
                    actor=asker(),
                    draft_id=draft_id,
                    path=path,
                    name=form.name.data or "",
                    with_parts=bool(form.with_parts.data),
                    now=identity.now(),
                )
            here = url_for(".table", draft_id=draft_id, place="/".join(there), done="renamed")
            return redirect(here, 303)
        except Invalid as refusal:
            form.refuse(refusal)
    status = UNPROCESSABLE if form.errors or form.form_errors else OK
    return pages.page(
        "applications/building/rename.html",
        status,
        form=form,
        follow=following(tree, path, "…"),
        **shared(row, tree, path),
    )


@bp.post("/<uuid:draft_id>/move/<path:place>")
def move(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Move a table up or down by one."""
    with unit_of_work() as session:
        actions.move_section(
            session,
            actor=asker(),
            draft_id=draft_id,
            path=path_of(place),
            by=-1 if request.form.get("direction") == "up" else 1,
            now=identity.now(),
        )
    return redirect(url_for(".table", draft_id=draft_id, place=place, done="moved"), 303)
