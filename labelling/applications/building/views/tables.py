"""One table of a draft: written in, translated, added."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.editions.sections import Path, fingerprint
from assessments.editions.translation import Tree
from labelling.applications.building import actions, queries
from labelling.applications.building.checking import check, next_untranslated
from labelling.applications.building.models import DraftState, EditionDraft
from labelling.applications.building.section_forms import SectionPage
from labelling.applications.building.translation_forms import TranslationPage
from labelling.applications.building.views.around import (
    beside,
    differing,
    inner,
    refuse_no_collection,
    shared,
    standing_table,
)
from labelling.applications.building.views.blueprint import (
    OK,
    UNPROCESSABLE,
    bp,
    notice,
    path_of,
    seen_draft,
)
from labelling.applications.building.words import ADD, title_of
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound
from labelling.core.i18n import language_name
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/<uuid:draft_id>/tables/<path:place>", methods=["GET", "POST"])
def table(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Show a table's fields and save what is written; with ``in`` its texts in a language."""
    path = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    standing = standing_table(tree, path)
    language = request.args.get("in", "")
    if language:
        return _translation(row, tree, path, language)
    page = SectionPage(tree, path, standing)
    status = OK
    theirs: list[tuple[str, str]] = []
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
            theirs = differing(page, written or {}, standing)
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
        inner=inner(tree, path),
        beside=beside(tree, path),
        languages=[(code, language_name(code)) for code in tree.get("translations", {})],
        faults=[found for found in check(tree) if found.path == path and not found.language],
        notice=notice(),
        **shared(row, tree, path),
    )


@bp.route("/<uuid:draft_id>/add/<path:place>", methods=["GET", "POST"])
def add(draft_id: UUID, place: str) -> ResponseReturnValue:
    """Add a table to a collection."""
    collection = path_of(place)
    with reading() as session:
        row = seen_draft(session, draft_id)
    tree = queries.tree_of(row)
    refuse_no_collection(tree, collection)
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
        **shared(row, tree, path) | {"title": str(ADD[collection[-1]])},
    )


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
        beside=beside(tree, path),
        wanting=(("/".join(wanting), title_of(tree, wanting)) if wanting else None),
        notice=notice(),
        **shared(row, tree, path),
    )


def _after_saving(draft_id: UUID, place: str, language: str = "") -> str:
    spoken: dict[str, Any] = {"in": language} if language else {}
    return url_for(".table", draft_id=draft_id, place=place, done="saved", **spoken)
