"""The list of drafts and editions, and beginning a draft."""

from collections.abc import Iterable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from assessments.editions import Edition
from labelling.applications.building import actions, queries
from labelling.applications.building.forms import CopyForm, EmptyForm, FileForm
from labelling.applications.building.models import DraftState
from labelling.applications.building.subjects import Workshop
from labelling.applications.building.views.blueprint import OK, UNPROCESSABLE, bp, notice
from labelling.applications.building.words import SPOKEN
from labelling.applications.forms import options
from labelling.core import access, i18n
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.editions import editions
from labelling.organisations.inspection.sandbox import inspect_edition
from labelling.people import queries as people


@bp.get("")
def index() -> ResponseReturnValue:
    """List the drafts, and every edition that is shipped or published."""
    actor = asker()
    access.require(actor, Permission.SCHEME_BUILD, Workshop())
    with reading() as session:
        drafts = [
            draft
            for draft in queries.drafts(session)
            if access.may(actor, Permission.EDITION_EDIT, draft)
        ]
        published = {row.edition_id: row for row in queries.published(session)}
        names = people.names(session, [draft.saved_by for draft in drafts])
    return pages.page(
        "applications/building/index.html",
        drafts=drafts,
        waits=DraftState.PROPOSED,
        editions=[one.in_language(i18n.language()) for one in editions()],
        published=published,
        may_try=actor.works_for,
        names=names,
        today=today(identity.now()),
        notice=notice(),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Begin a draft as a copy of an edition."""
    actor = asker()
    access.require(actor, Permission.SCHEME_BUILD, Workshop())
    form = CopyForm(data={"source": request.args.get("source"), "scheme": _own_scheme(actor)})
    form.source.choices = _named(editions())
    status = OK
    if form.answered():
        try:
            refuse_other_scheme(actor, form.scheme.data or "", "scheme")
            with unit_of_work() as session:
                draft = actions.begin_copy(
                    session,
                    actor=actor,
                    source=form.source.data,
                    edition_id=form.edition_id.data or "",
                    scheme=form.scheme.data or "",
                    name=form.name.data or "",
                    now=identity.now(),
                )
            return redirect(url_for(".draft", draft_id=draft.id, done="begun"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    if form.errors or form.form_errors:
        status = UNPROCESSABLE
    return pages.page("applications/building/new.html", status, form=form)


@bp.route("/new/empty", methods=["GET", "POST"])
def new_empty() -> ResponseReturnValue:
    """Begin a draft from nothing, or with no more than another edition's scales."""
    actor = asker()
    access.require(actor, Permission.SCHEME_BUILD, Workshop())
    form = EmptyForm(data={"language": i18n.language(), "scheme": _own_scheme(actor)})
    form.language.choices = options(
        sorted(
            ((code, i18n.language_name(code)) for code in SPOKEN),
            key=lambda pair: i18n.in_order(pair[1]),
        )
    )
    form.scales.choices = [
        *options([("", i18n.gettext("none: I write my own"))]),
        *_named(one for one in editions() if one.rubrics),
    ]
    if form.answered():
        try:
            refuse_other_scheme(actor, form.scheme.data or "", "scheme")
            with unit_of_work() as session:
                draft = actions.begin_empty(
                    session,
                    actor=actor,
                    edition_id=form.edition_id.data or "",
                    scheme=form.scheme.data or "",
                    name=form.name.data or "",
                    note=form.note.data or "",
                    language=form.language.data,
                    scales=form.scales.data,
                    now=identity.now(),
                )
            return redirect(url_for(".draft", draft_id=draft.id, done="begun"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    status = UNPROCESSABLE if form.errors or form.form_errors else OK
    return pages.page("applications/building/new_empty.html", status, form=form)


@bp.route("/new/file", methods=["GET", "POST"])
def new_from_file() -> ResponseReturnValue:
    """Begin a draft with what a TOML file says."""
    actor = asker()
    access.require(actor, Permission.SCHEME_BUILD, Workshop())
    form = FileForm()
    if form.answered():
        try:
            tree = sent_tree(form)
            refuse_other_scheme(actor, str(tree.get("scheme", "")))
            with unit_of_work() as session:
                draft = actions.begin_from_file(session, actor=actor, tree=tree, now=identity.now())
            return redirect(url_for(".draft", draft_id=draft.id, done="begun"), 303)
        except Invalid as refusal:
            refusal.field = "file"
            form.refuse(refusal)
    status = UNPROCESSABLE if form.errors or form.form_errors else OK
    return pages.page("applications/building/file.html", status, form=form, draft=None)


def _named(found: Iterable[Edition]) -> list[SelectChoice]:
    """Return editions as choices, by id and name."""
    return options(
        (one.id, i18n.gettext("%(id)s – %(name)s", id=one.id, name=one.name)) for one in found
    )


def _own_scheme(actor: Actor) -> str:
    """Return the one scheme that an officer is named for, '' for any other."""
    own = actor.schemes or ()
    return next(iter(own)) if len(own) == 1 else ""


def refuse_other_scheme(actor: Actor, scheme: str, field: str = "file") -> None:
    """Raise Invalid where an officer is named for other schemes than the one meant."""
    if actor.schemes is not None and scheme not in actor.schemes:
        raise Invalid(
            i18n.lazy("You are an officer of %(own)s only, so the scheme must be one of these."),
            field=field,
            own=", ".join(sorted(actor.schemes)),
        )


def sent_tree(form: FileForm) -> dict[str, object]:
    """Return the tables of the file that was sent; raise Invalid where there is none."""
    sent = form.file.data
    name = getattr(sent, "filename", "")
    if not name:
        raise Invalid(i18n.lazy("Choose a file."), field="file")
    return inspect_edition(sent.read(), name)
