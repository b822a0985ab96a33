"""A draft as a whole: its tables, its faults, its history, its languages, as a file and back."""

from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.editions.sections import ids_if_any, paths
from assessments.editions.translation import Tree
from assessments.editions.writing import toml
from labelling.applications.building import actions, queries
from labelling.applications.building.checking import check
from labelling.applications.building.forms import FileForm, LanguageForm, SureForm
from labelling.applications.building.models import DraftState, EditionChange
from labelling.applications.building.views.blueprint import (
    OK,
    UNPROCESSABLE,
    bp,
    notice,
    seen_draft,
)
from labelling.applications.building.views.lists import sent_tree
from labelling.applications.building.words import CHANGES, COLLECTIONS, SPOKEN, title_of, titled
from labelling.applications.forms import options
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import gettext, in_order, language_name
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.people import queries as people

_OUTER = ("criteria", "levels", "eligibility", "facts", "rubrics")


@bp.get("/<uuid:draft_id>")
def draft(draft_id: UUID) -> ResponseReturnValue:
    """Show a draft: what it consists of, what is wrong with it, what comes next."""
    with reading() as session:
        row = seen_draft(session, draft_id)
        subject = queries.proposed(session, row, asker().person_id, identity.now())
        names = people.names(session, [row.saved_by, row.proposed_by])
    tree = queries.tree_of(row)
    waits = row.state is DraftState.PROPOSED
    decides = waits and access.may(asker(), Permission.EDITION_PUBLISH, subject)
    return pages.page(
        "applications/building/draft.html",
        draft=row,
        tree=tree,
        names=names,
        open=row.state is DraftState.OPEN,
        waits=waits,
        decides=decides,
        faults=check(tree),
        groups=[(name, COLLECTIONS[name], _tables(tree, name)) for name in _OUTER],
        points=sum(one["points"] for one in tree.get("criteria", [])),
        languages=_languages(tree),
        language_form=_language_form(tree),
        turn=_turn(waits, decides),
        notice=notice(),
    )


@bp.get("/<uuid:draft_id>/edition.toml")
def as_file(draft_id: UUID) -> Response:
    """Send a draft as TOML."""
    with reading() as session:
        row = seen_draft(session, draft_id)
    return attachment(
        toml(queries.tree_of(row)).encode(), f"{row.edition_id}.toml", "application/toml"
    )


@bp.route("/<uuid:draft_id>/file", methods=["GET", "POST"])
def replace_by_file(draft_id: UUID) -> ResponseReturnValue:
    """Put a file in place of a draft's tables."""
    with reading() as session:
        row = seen_draft(session, draft_id)
    form = FileForm(data={"version": str(row.version)})
    if form.answered():
        try:
            tree = sent_tree(form)
            with unit_of_work() as session:
                actions.replace_by_file(
                    session,
                    actor=asker(),
                    draft_id=draft_id,
                    tree=tree,
                    version=form.version_number,
                    now=identity.now(),
                )
            return redirect(url_for(".draft", draft_id=draft_id, done="file"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
            form.version.data = str(row.version)
    status = UNPROCESSABLE if form.errors or form.form_errors else OK
    return pages.page("applications/building/file.html", status, form=form, draft=row)


@bp.get("/<uuid:draft_id>/history")
def history(draft_id: UUID) -> ResponseReturnValue:
    """List the last changes of a draft, the newest first."""
    with reading() as session:
        row = seen_draft(session, draft_id)
        changes = queries.changes(session, draft_id)
        names = people.names(session, [change.by for change in changes])
    tree = queries.tree_of(row)
    return pages.page(
        "applications/building/history.html",
        draft=row,
        changes=[(change, _about(tree, change)) for change in changes],
        words=CHANGES,
        names=names,
        restorable=actions.RESTORABLE if row.state is DraftState.OPEN else frozenset(),
    )


@bp.post("/<uuid:draft_id>/history/<int:number>")
def restore(draft_id: UUID, number: int) -> ResponseReturnValue:
    """Put back what stood there before a change."""
    with unit_of_work() as session:
        actions.restore(
            session, actor=asker(), draft_id=draft_id, number=number, now=identity.now()
        )
    return redirect(url_for(".draft", draft_id=draft_id, done="restored"), 303)


@bp.post("/<uuid:draft_id>/languages")
def add_language(draft_id: UUID) -> ResponseReturnValue:
    """Begin a translation."""
    form = LanguageForm()
    with unit_of_work() as session:
        actions.add_language(
            session,
            actor=asker(),
            draft_id=draft_id,
            language=form.language.data or "",
            now=identity.now(),
        )
    return redirect(url_for(".draft", draft_id=draft_id, done="language"), 303)


@bp.route("/<uuid:draft_id>/languages/<spoken>", methods=["GET", "POST"])
def drop_language(draft_id: UUID, spoken: str) -> ResponseReturnValue:
    """Take a translation out, after a page that says what that means."""
    with reading() as session:
        row = seen_draft(session, draft_id)
    if spoken not in queries.tree_of(row).get("translations", {}):
        raise NotFound
    form = SureForm()
    if form.answered():
        with unit_of_work() as session:
            actions.drop_language(
                session, actor=asker(), draft_id=draft_id, language=spoken, now=identity.now()
            )
        return redirect(url_for(".draft", draft_id=draft_id, done="unspoken"), 303)
    return pages.page(
        "applications/building/sure.html",
        draft=row,
        form=form,
        question=gettext("Take %(language)s out?", language=language_name(spoken)),
        meaning=gettext("All texts in this language go. The history keeps them."),
        button=gettext("Take it out"),
    )


@bp.route("/<uuid:draft_id>/discard", methods=["GET", "POST"])
def discard(draft_id: UUID) -> ResponseReturnValue:
    """Give a draft up, after a page that says what that means."""
    with reading() as session:
        row = seen_draft(session, draft_id)
    form = SureForm()
    if form.answered():
        with unit_of_work() as session:
            actions.discard_draft(session, actor=asker(), draft_id=draft_id, now=identity.now())
        return redirect(url_for(".index", done="discarded"), 303)
    return pages.page(
        "applications/building/sure.html",
        draft=row,
        form=form,
        question=gettext("Give this draft up?"),
        meaning=gettext("It leaves the list for everybody. Editions that are published stay."),
        button=gettext("Give it up"),
    )


def _tables(tree: Tree, name: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the tables of a collection: place, title, and those inside, place and title."""
    inner: dict[str, list[tuple[str, str]]] = {one: [] for one in ids_if_any(tree, (name,))}
    for path in paths(tree):
        if path[0] == name and len(path) > 2:  # noqa: PLR2004 (inside another)
            inner[path[1]].append(("/".join(path), title_of(tree, path)))
    return [(f"{name}/{one}", title_of(tree, (name, one)), found) for one, found in inner.items()]


def _languages(tree: Tree) -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in tree.get("translations", {})]


def _language_form(tree: Tree) -> LanguageForm:
    form = LanguageForm()
    left = [
        code for code in SPOKEN if code not in {tree["language"], *tree.get("translations", {})}
    ]
    form.language.choices = options(
        sorted(((code, language_name(code)) for code in left), key=lambda pair: in_order(pair[1]))
    )
    return form


def _about(tree: Tree, change: EditionChange) -> str:
    if change.what == "imported":
        return gettext("The edition as a whole")
    if change.what in {"language", "unspoken"}:
        return language_name(change.path)
    steps = tuple(change.path.split("/"))
    if change.what == "translated":
        return f"{title_of(tree, steps[:-1])} ({language_name(steps[-1])})"
    if change.what == "removed":
        return titled(steps, change.before["table"])
    return title_of(tree, steps)


def _turn(waits: bool, decides: bool) -> Turn | None:
    if not waits:
        return None
    return Turn(gettext("You act next") if decides else gettext("Another officer acts next"))
