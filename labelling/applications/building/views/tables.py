"""One table of a draft: written in, translated, added, moved, taken out."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.editions.renaming import can_be_renamed, following
from assessments.editions.sections import (
    COMMITTEE,
    TOP,
    NoSection,
    Path,
    fingerprint,
    ids_if_any,
    section,
)
from assessments.editions.translation import Tree
from labelling.applications.building import actions, queries
from labelling.applications.building.checking import check, next_untranslated
from labelling.applications.building.fields import groups_of
from labelling.applications.building.forms import RenameForm, SureForm
from labelling.applications.building.models import DraftState, EditionDraft
from labelling.applications.building.section_forms import SectionPage
from labelling.applications.building.translation_forms import TranslationPage
from labelling.applications.building.views.blueprint import (
    OK,
    UNPROCESSABLE,
    bp,
    notice,
    path_of,
    seen_draft,
)
from labelling.applications.building.words import ADD, ANOTHER, COLLECTIONS, title_of
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound
from labelling.core.i18n import gettext, language_name
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker

_INNER = {"criteria": ("parts",), "rubrics": ("bands", "attributes")}
_INNER_LENGTH = 2


@bp.route("/<uuid:draft_id>/tables/<path:place>", methods=["GET", "POST"])
def table(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Show a table's fields and save what is written; with ``in`` its texts in a language."""
    path = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    standing = _standing(tree, path)
    language = request.args.get("in", "")
    if language:
        return _translation(row, tree, path, language)
    page = SectionPage(tree, path, standing)
    status = OK
    theirs: list[Any] = []
    if page.form.answered():
        written = page.read()
        try:
            if written is not None:
                with unit_of_work() as session:
                    actions.save_section(
                        session,
                        actor=asker(),
                        draft_id=draft_id,
                        path=path,
                        table=written,
                        seen=page.form.seen.data or "",
                        now=identity.now(),
                    )
                return redirect(_after_saving(draft_id, place), 303)
        except Conflict as refusal:
            page.form.refuse(refusal)
            page.form.seen.data = fingerprint(standing)
            theirs = _differing(page, written or {}, standing)
            status = refusal.status
        except Invalid as refusal:
            page.form.refuse(refusal)
    if status == OK and (page.form.errors or page.form.form_errors):
        status = UNPROCESSABLE
    return pages.page(
        "applications/building/table.html",
        status,
        page=page,
        form=page.form,
        theirs=theirs,
        open=row.state is DraftState.OPEN,
        inner=_inner(tree, path),
        beside=_beside(tree, path),
        languages=[(code, language_name(code)) for code in tree.get("translations", {})],
        faults=[found for found in check(tree) if found.path == path and not found.language],
        notice=notice(),
        **_shared(row, tree, path),
    )


@bp.route("/<uuid:draft_id>/add/<path:place>", methods=["GET", "POST"])
def add(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Add a table to a collection."""
    collection = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    _refuse_no_collection(tree, collection)
    path = (*collection, "")
    page = SectionPage(tree, path, {}, new=True)
    if page.form.answered():
        written, name = page.read(), page.new_id()
        try:
            if written is not None and not page.form.errors:
                with unit_of_work() as session:
                    actions.add_section(
                        session,
                        actor=asker(),
                        draft_id=draft_id,
                        collection=collection,
                        name=name,
                        table=written,
                        now=identity.now(),
                    )
                added = f"{place}/{name}"
                return redirect(
                    url_for(".table", draft_id=draft_id, place=added, done="added"), 303
                )
        except Invalid as refusal:
            page.form.refuse(refusal)
    status = UNPROCESSABLE if page.form.errors or page.form.form_errors else OK
    return pages.page(
        "applications/building/table.html",
        status,
        page=page,
        form=page.form,
        theirs=[],
        open=row.state is DraftState.OPEN,
        inner=[],
        beside=("", ""),
        languages=[],
        faults=[],
        **_shared(row, tree, path) | {"title": str(ADD[collection[-1]])},
    )


@bp.route("/<uuid:draft_id>/remove/<path:place>", methods=["GET", "POST"])
def remove(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Take a table out, after a page that says what goes with it."""
    path = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    if path in {TOP, COMMITTEE}:
        raise NotFound
    _standing(tree, path)
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
            "The history keeps it, so that you can put it back."
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
    _standing(tree, path)
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
        **_shared(row, tree, path),
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


def _translation(row: EditionDraft, tree: Tree, path: Path, language: str) -> ResponseReturnValue:
    if language not in tree.get("translations", {}):
        raise NotFound
    page = TranslationPage(tree, path, language)
    status = OK
    if page.form.answered():
        try:
            with unit_of_work() as session:
                actions.save_translation(
                    session,
                    actor=asker(),
                    draft_id=row.id,
                    path=path,
                    language=language,
                    texts=page.read(),
                    seen=page.form.seen.data or "",
                    now=identity.now(),
                )
            here = _after_saving(row.id, "/".join(path), language)
            return redirect(here, 303)
        except (Conflict, Invalid) as refusal:
            page.form.refuse(refusal)
            page.start_from_here()
            status = refusal.status
    wanting = next_untranslated(tree, language, path)
    return pages.page(
        "applications/building/translation.html",
        status,
        page=page,
        form=page.form,
        open=row.state is DraftState.OPEN,
        language_code=language,
        spoken=language_name(language),
        beside=_beside(tree, path),
        wanting=(("/".join(wanting), title_of(tree, wanting)) if wanting else None),
        notice=notice(),
        **_shared(row, tree, path),
    )


def _after_saving(draft_id: UUID, place: str, language: str = "") -> str:
    spoken: dict[str, Any] = {"in": language} if language else {}
    return url_for(".table", draft_id=draft_id, place=place, done="saved", **spoken)


def _standing(tree: Tree, path: Path) -> Tree:
    try:
        standing = section(tree, path)
    except NoSection:
        raise NotFound from None
    if path == COMMITTEE and not standing:
        return {}
    return standing


def _refuse_no_collection(tree: Tree, collection: Path) -> None:
    known = collection[-1] in COLLECTIONS
    if len(collection) == 1:
        known = known and collection[-1] not in {"parts", "bands", "attributes"}
    else:
        known = collection[1] in ids_if_any(tree, collection[:1]) and collection[2:] in {
            (name,) for name in _INNER.get(collection[0], ())
        }
    if not known:
        raise NotFound


def _shared(row: EditionDraft, tree: Tree, path: Path) -> dict[str, Any]:
    owner = path[:2] if len(path) > _INNER_LENGTH else ()
    return {
        "draft": row,
        "tree": tree,
        "place": "/".join(path),
        "path": path,
        "title": title_of(tree, path),
        "owner": ("/".join(owner), title_of(tree, owner)) if owner else None,
        "movable": path[0] in {"criteria", "levels", "eligibility", "facts"}
        or "attributes" in path,
        "removable": path not in {TOP, COMMITTEE},
        "renamable": can_be_renamed(path),
        "another": str(ANOTHER[path[-2]]) if len(path) > 1 else "",
    }


def _inner(tree: Tree, path: Path) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return the collections inside a table: place, name, words for adding, tables in it."""
    if len(path) != _INNER_LENGTH:
        return []
    return [
        (
            "/".join((*path, name)),
            str(COLLECTIONS[name]),
            str(ADD[name]),
            [
                ("/".join((*path, name, one)), title_of(tree, (*path, name, one)))
                for one in ids_if_any(tree, (*path, name))
            ],
        )
        for name in _INNER.get(path[0], ())
    ]


def _beside(tree: Tree, path: Path) -> tuple[str, str]:
    """Return the places of the tables before and after one, '' where there is none."""
    if len(path) == 1:
        return "", ""
    names = ids_if_any(tree, path[:-1])
    here = names.index(path[-1])
    before = "/".join((*path[:-1], names[here - 1])) if here else ""
    after = "/".join((*path[:-1], names[here + 1])) if here + 1 < len(names) else ""
    return before, after


def _differing(page: SectionPage, mine: Tree, theirs: Tree) -> list[tuple[str, object]]:
    """Return what others saved of the fields in which it is not what was written here."""
    found: list[tuple[str, object]] = []
    for group in groups_of(page.path):
        for one in group.fields:
            key = one.key.partition(".")[0]
            saved = page.old(one.key)
            written = (
                mine.get(key)
                if key == one.key
                else (mine.get(key) or {}).get(one.key.rpartition(".")[2])
            )
            if saved != written and theirs.get(key) is not None:
                found.append((str(one.label), saved))
    return found
