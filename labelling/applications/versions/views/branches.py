"""Writing on a branch: the next version, while the submitted one is assessed."""

from uuid import UUID, uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.applications import queries
from labelling.applications.actions import Content
from labelling.applications.forms import AnswerForm
from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of, refuse_unknown_part
from labelling.applications.versions.actions.branching import (
    BranchChanged,
    find_branch_part,
    save_branch_part,
)
from labelling.applications.versions.models import DraftVersion, VersionKind
from labelling.applications.versions.sources import get_version, saves, source_of, version_key
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_clock, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy_lines
from labelling.core.web.identity import asker
from labelling.people import queries as people


def _open(
    session: Session, actor: Actor, version_id: UUID
) -> tuple[DraftVersion, Application, Edition]:
    version = get_version(session, version_id)
    application = queries.get_application(session, version.application_id)
    access.require(actor, Permission.ANSWER_VIEW, application)
    return version, application, edition_of(application)


def _writes(actor: Actor, version: DraftVersion, application: Application) -> bool:
    return (
        version.kind is VersionKind.BRANCH
        and application.state not in ENDED
        and access.may(actor, Permission.ANSWER_EDIT, application)
    )


@bp.get("/applications/versions/<uuid:version_id>")
def branch(version_id: UUID) -> ResponseReturnValue:
    """Show a version with its parts; those of a branch can be opened and written."""
    actor = asker()
    with reading() as session:
        version, application, edition = _open(session, actor, version_id)
        source = source_of(session, version)
        saved = saves(session, version_id)
        turn = turn_of(session, actor, application, identity.now())
    scope = set(edition.scope(level_of(application)))
    return pages.page(
        "applications/versions/branch.html",
        application=application,
        version=version,
        key=version_key(version),
        source=source,
        saved=saved,
        groups=[
            (criterion, [part for part in criterion.parts if part.id in scope])
            for criterion in edition.criteria
            if any(part.id in scope for part in criterion.parts)
        ],
        writes=_writes(actor, version, application),
        turn=turn,
    )


@bp.route("/applications/versions/<uuid:version_id>/parts/<part_id>", methods=["GET", "POST"])
def branch_part(version_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show a part of a branch, and save it; a conflict shows both texts."""
    actor, form = asker(), AnswerForm()
    with reading() as session:
        version, application, edition = _open(session, actor, version_id)
        refuse_unknown_part(edition, part_id)
        row = find_branch_part(session, version_id, part_id)
        turn = turn_of(session, actor, application, identity.now())
    part = edition.parts[part_id]
    theirs: BranchChanged | None = None
    who = ""
    if request.method == "POST":
        if request.form.get("choice") == "theirs":
            return redirect(url_for(".branch_part", version_id=version_id, part_id=part_id), 303)
        if request.form.get("choice") == "mine":
            form.text.data = tidy_lines(request.form.get("mine"))
        try:
            with unit_of_work() as session:
                save_branch_part(
                    session,
                    actor=actor,
                    version_id=version_id,
                    part_id=part_id,
                    content=form.content(part),
                    version=form.started_from(),
                    save_id=form.save_ids()[0],
                    now=identity.now(),
                )
            return redirect(url_for(".branch", version_id=version_id), 303)
        except (Invalid, NotNow) as refusal:
            form.refuse(refusal)
        except BranchChanged as changed:
            theirs = changed
            form.version.data, form.save_id.data = str(changed.version), str(uuid4())
            with reading() as session:
                who = people.names(session, [changed.by]).get(changed.by, "") if changed.by else ""
    else:
        form.save_id.data, form.version.data = str(uuid4()), str(row.version if row else 0)
        if row is not None:
            form.band.data, form.text.data = row.band, row.text
            form.not_applicable.data = row.not_applicable is not None
            form.reason.data = row.not_applicable or ""
    return pages.page(
        "applications/versions/branch_part.html",
        409 if theirs is not None else 422 if form.errors else 200,
        application=application,
        version=version,
        part=part,
        rubric=edition.rubrics[part.kind],
        form=form,
        mine=form.content(part),
        theirs=theirs.content if theirs is not None else Content(None, ""),
        conflict=theirs is not None,
        who=who or gettext("Somebody"),
        when=format_clock(theirs.at) if theirs is not None else "",
        writes=_writes(actor, version, application),
        turn=turn,
    )
