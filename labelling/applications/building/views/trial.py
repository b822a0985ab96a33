"""Trying a draft over past cases before anybody is bound by it."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from assessments.editions import UnknownEdition
from assessments.editions.checker import faults
from assessments.editions.loader import parse
from assessments.editions.translation import translated
from labelling.applications.building import queries
from labelling.applications.building.checking import in_own_words
from labelling.applications.building.past_cases import past_cases
from labelling.applications.building.subjects import Workshop
from labelling.applications.building.thresholds import levers
from labelling.applications.building.trying import CHANGES, assumed, level_name, tried
from labelling.applications.building.views.blueprint import OK, UNPROCESSABLE, bp
from labelling.core import access, i18n
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker
from labelling.organisations.editions import edition, editions

_USUAL = {"deviation": 10, "shared": 30, "assessors": 2}
_MOST = {"deviation": 50, "shared": 100, "assessors": 10}


@bp.get("/<uuid:draft_id>/trial")
def trial(draft_id: UUID) -> ResponseReturnValue:
    """Show who would gain or lose a level under a draft, and how sure that is."""
    actor = asker()
    with reading() as session:
        row = queries.get_draft(session, draft_id)
        access.require(actor, Permission.EDITION_TRY, row)
        known = [
            one
            for one in editions()
            if one.levels and (one.scheme == row.scheme or one.id == row.copied_from)
        ]
        asked = request.args.get("over") or (known[-1].id if known else row.copied_from)
        try:
            before = edition(asked)
        except UnknownEdition:
            before = None
        cases = past_cases(session, actor, before.id, before.identity) if before else []
    numbers = {name: _number(name) for name in _USUAL}
    after = parse(queries.tree_of(row))
    holds = not faults(after)
    shown = (
        tried(
            before.in_language(i18n.language()),
            after.in_language(i18n.language()),
            cases,
            assumed(**numbers),
            row.renamed if before.id == row.copied_from else None,
        )
        if before is not None and holds
        else None
    )
    return pages.page(
        "applications/building/trial.html",
        draft=row,
        before=before.in_language(i18n.language()) if before else None,
        after=after.in_language(i18n.language()),
        editions=[
            (one.id, i18n.gettext("%(id)s – %(name)s", id=one.id, name=one.name)) for one in known
        ],
        cases=cases,
        holds=holds,
        shown=shown,
        numbers=numbers,
        most=_MOST,
        words=CHANGES,
        level_name=level_name,
    )


@bp.get("/thresholds/<edition_id>")
def thresholds(edition_id: str) -> ResponseReturnValue:
    """Show what other thresholds and weights of an edition would change, without a draft."""
    actor = asker()
    try:
        standing = edition(edition_id)
    except UnknownEdition:
        raise NotFound from None
    access.require(actor, Permission.SCHEME_BUILD, Workshop(standing.scheme))
    if not standing.levels:
        raise NotFound
    before = standing.in_language(i18n.language())
    tree, language = queries.tree_of_edition(edition_id), i18n.language()
    if language in tree.get("translations", {}):
        tree = translated(tree, language)
    typed = levers(tree, request.args)
    after = parse(typed.tree) if typed.hold else None
    wrong = faults(after) if after is not None else ()
    numbers = {name: _number(name) for name in _USUAL}
    with reading() as session:
        cases = past_cases(session, actor, standing.id, standing.identity)
    shown = (
        tried(before, after.in_language(i18n.language()), cases, assumed(**numbers))
        if after is not None and not wrong
        else None
    )
    return pages.page(
        "applications/building/thresholds.html",
        OK if shown is not None else UNPROCESSABLE,
        before=before,
        after=before,
        typed=typed,
        wrong=in_own_words(typed.tree, wrong),
        cases=cases,
        shown=shown,
        numbers=numbers,
        most=_MOST,
        words=CHANGES,
        level_name=level_name,
    )


def _number(name: str) -> int:
    asked = request.args.get(name, "")
    if not asked:
        return _USUAL[name]
    low = 1 if name == "assessors" else 0
    return max(low, min(whole_number(asked), _MOST[name]))
