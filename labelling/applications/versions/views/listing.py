"""The versions of a self-assessment: kept, started as branches, thrown away."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import queries
from labelling.applications.carrying.sources import has_earlier
from labelling.applications.life import ENDED, OPEN_FOR_WRITING
from labelling.applications.versions.actions.keeping import keep_version, remove_version
from labelling.applications.versions.forms import KeepForm
from labelling.applications.versions.models import VersionKind
from labelling.applications.versions.sources import (
    DRAFT,
    find_forerunner,
    version_key,
    versions_of,
)
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, Refusal
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker
from labelling.people import queries as people

KIND_NAMES: dict[VersionKind, Text] = {
    VersionKind.KEPT: lazy("kept as it was"),
    VersionKind.BRANCH: lazy("a branch, written on"),
    VersionKind.READ_IN: lazy("read from a file"),
}
_DONE: dict[str, Text] = {
    "kept": lazy("The version was kept."),
    "removed": lazy("The version was thrown away. The draft is as it was."),
}


@bp.route("/applications/<uuid:application_id>/versions", methods=["GET", "POST"])
def versions(application_id: UUID) -> ResponseReturnValue:
    """List the versions; keep the draft as one, or start a branch from it."""
    actor, now, form = asker(), identity.now(), KeepForm()
    if form.answered():
        branching = request.form.get("do") == "branch"
        kept_page = url_for(".versions", application_id=application_id, done="kept")
        try:
            with unit_of_work() as session:
                sent = once.count(session, actor, now, leads_to=kept_page)
                version = keep_version(
                    session,
                    actor=actor,
                    application_id=application_id,
                    name=form.name.data or "",
                    kind=VersionKind.BRANCH if branching else VersionKind.KEPT,
                    now=now,
                )
                leads_to = url_for(".branch", version_id=version.id) if branching else kept_page
                if sent is not None:
                    sent.address = leads_to
            return redirect(leads_to, 303)
        except Refusal as refusal:
            if refusal.field is None and not isinstance(refusal, Invalid):
                raise
            form.refuse(refusal)
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        if request.method == "POST":
            access.require(actor, Permission.ANSWER_EDIT, application)
        kept = versions_of(session, application_id)
        names = people.names(session, [one.by for one in kept])
        submissions = queries.submissions(session, application_id)
        forerunner = find_forerunner(session, application)
        elsewhere = has_earlier(session, application)
        turn = turn_of(session, actor, application, now)
    return pages.page(
        "applications/versions/versions.html",
        422 if form.errors else 200,
        application=application,
        kept=[(one, version_key(one)) for one in kept],
        kinds=KIND_NAMES,
        names=names,
        submissions=submissions,
        forerunner=forerunner,
        elsewhere=elsewhere,
        draft_key=DRAFT,
        form=form,
        may_write=access.may(actor, Permission.ANSWER_EDIT, application)
        and application.state not in ENDED,
        writing=application.state in OPEN_FOR_WRITING,
        turn=turn,
        notice=_DONE.get(request.args.get("done", "")),
    )


@bp.post("/applications/versions/<uuid:version_id>/remove")
def throw_version_away(version_id: UUID) -> ResponseReturnValue:
    """Throw a version away."""
    with unit_of_work() as session:
        application_id = remove_version(
            session,
            actor=asker(),
            version_id=version_id,
            seen=whole_number(request.form.get("seen")),
            now=identity.now(),
        )
    return redirect(url_for(".versions", application_id=application_id, done="removed"), 303)
