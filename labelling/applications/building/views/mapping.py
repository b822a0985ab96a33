"""Mappings between editions: listed, written by officers of the later one, put in use."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.crosswalk import NoCrosswalk, crosswalk, crosswalks
from assessments.editions import Edition, UnknownEdition
from labelling.applications.building import actions, mapping, mappings
from labelling.applications.building.mapping import Content
from labelling.applications.building.subjects import Workshop
from labelling.applications.building.views.blueprint import OK, bp, notice
from labelling.core import access, i18n
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy, tidy_lines, whole_number
from labelling.core.web.identity import asker
from labelling.organisations.editions import edition, editions
from labelling.people import queries as people


@bp.get("/mappings")
def all_mappings() -> ResponseReturnValue:
    """List the mappings that officers wrote and those that ship, and begin one."""
    actor = asker()
    access.require(actor, Permission.SCHEME_BUILD, Workshop())
    known = [one.in_language(i18n.language()) for one in editions()]
    own = {one.id for one in known if actor.works_for(one.scheme)}
    source, target = request.args.get("from", ""), request.args.get("to", "")
    wrong = ""
    if source or target:
        if source in {one.id for one in known} and target in own and source != target:
            return redirect(url_for(".one_mapping", source_id=source, target_id=target), 303)
        wrong = i18n.gettext("Choose two different editions.")
    with reading() as session:
        rows = [row for row in mappings.written(session) if row.target_id in own]
        names = people.names(session, [row.saved_by for row in rows])
    return pages.page(
        "applications/building/mappings.html",
        422 if wrong else OK,
        rows=rows,
        names=names,
        shipped=[(one.source.id, one.target.id) for one in crosswalks()],
        editions={one.id: one for one in known},
        own=own,
        source=source,
        target=target,
        wrong=wrong,
    )


@bp.route("/mappings/<source_id>/<target_id>", methods=["GET", "POST"])
def one_mapping(source_id: str, target_id: str) -> ResponseReturnValue:
    """Show a mapping part by part and save what is written."""
    source, target = _between(source_id, target_id)
    if request.method == "GET":
        return _page(source, target)
    content = _written(source, target)
    try:
        with unit_of_work() as session:
            row = actions.save_mapping(
                session,
                actor=asker(),
                source_id=source_id,
                target_id=target_id,
                content=content,
                seen=whole_number(request.form.get("seen")),
                now=identity.now(),
            )
            if request.form.get("then") == "use" and not mapping.gaps(content, source, target):
                actions.use_mapping(
                    session,
                    actor=asker(),
                    source_id=source_id,
                    target_id=target_id,
                    seen=row.version,
                    now=identity.now(),
                )
                done = "mapping-used"
            else:
                done = "mapping-gaps" if request.form.get("then") == "use" else "saved"
    except (Conflict, Invalid, NotNow) as refusal:
        return _page(source, target, content=content, refused=refusal)
    here = url_for(".one_mapping", source_id=source_id, target_id=target_id, done=done)
    return redirect(here, 303)


def _page(
    source: Edition,
    target: Edition,
    *,
    content: Content | None = None,
    refused: Conflict | Invalid | NotNow | None = None,
) -> ResponseReturnValue:
    with reading() as session:
        row = mappings.find_mapping(session, source.id, target.id)
        names = people.names(session, [row.saved_by, row.put_in_use_by] if row else [])
    standing = row.content if row is not None else _begun(source, target)
    shown = content if content is not None else standing
    walk = mapping.as_crosswalk(shown, source, target)
    gaps = mapping.gaps(shown, source, target)
    return pages.page(
        "applications/building/mapping.html",
        refused.status if refused is not None else OK,
        row=row,
        names=names,
        source=source.in_language(i18n.language()),
        target=target.in_language(i18n.language()),
        shown=shown,
        walk=walk,
        hows=mapping.HOWS,
        gaps=gaps,
        at={(gap.part, gap.is_new): gap.problem for gap in gaps} if row or content else {},
        theirs=standing if isinstance(refused, Conflict) else None,
        refused=refused,
        used=row is not None and row.in_use == row.content,
        longest=mapping.LONGEST,
        notice=notice(),
    )


def _between(source_id: str, target_id: str) -> tuple[Edition, Edition]:
    try:
        source, target = edition(source_id), edition(target_id)
    except UnknownEdition:
        raise NotFound from None
    access.require(asker(), Permission.SCHEME_BUILD, Workshop(target.scheme))
    if source.id == target.id:
        raise NotFound
    return source, target


def _begun(source: Edition, target: Edition) -> Content:
    """Return the mapping that ships, or one by the numbers of parts."""
    try:
        return mapping.as_content(crosswalk(source.id, target.id))
    except NoCrosswalk:
        return mapping.begun(source, target, {})


def _written(source: Edition, target: Edition) -> Content:
    """Return what the form says; a part takes what was typed, with commas or blanks between."""
    return {
        "note": _text("note"),
        "parts": {
            part: {
                "from": tidy(request.form.get(f"from-{part}", "")).replace(",", " ").split(),
                "why": _text(f"why-{part}"),
            }
            for part in target.parts
        },
        "left": {part: why for part in source.parts if (why := _text(f"left-{part}"))},
    }


def _text(name: str) -> str:
    return tidy(tidy_lines(request.form.get(name, "")))
