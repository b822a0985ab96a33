"""Open to everyone: what each level asks, the guidance to each part, the terms.

Officers see drafts in the same way before they are published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from assessments.editions import Edition, UnknownEdition
from assessments.editions.checker import faults
from assessments.editions.loader import parse
from assessments.editions.model import Criterion, Level, Part
from labelling.applications import queries
from labelling.applications import terms as terms_in_force
from labelling.applications.building import queries as building
from labelling.applications.building.models import EditionDraft, PublishedEdition
from labelling.applications.figures import percent, shown
from labelling.applications.models import Call
from labelling.applications.schemes import LevelSign, refuse_unknown_part, sign_of
from labelling.applications.subjects import NewApplication
from labelling.applications.views.blueprint import bp
from labelling.core import access, i18n
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import format_number, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.organisations.editions import edition
from labelling.organisations.fact_sheet import newest_edition
from labelling.organisations.policy import Newcomer


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """A level as a column of the page."""

    level: Level
    sign: LevelSign
    parts: int
    points: str
    share: str
    total: str
    fee: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a level asks of a part: a shape beside its words."""

    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part, and what each level asks of it."""

    part: Part
    cells: dict[str, Cell]


@bp.get("/levels")
def levels() -> ResponseReturnValue:
    """Show what each level asks, how long it takes, what it costs."""
    now = identity.now()
    with reading() as session:
        calls = queries.open_calls(session, today(now))
        coming = queries.coming_calls(session, today(now))
        published = building.published(session)
    found = _edition(request.args.get("edition") or (calls[0].edition_id if calls else None))
    later = [
        row for row in published if row.scheme == found.scheme and row.applies_from > today(now)
    ]
    named = bool(request.args.get("edition"))
    return _show(found, calls=calls, coming=coming, later=later, named=named)


@bp.get("/levels/drafts/<uuid:draft_id>")
def draft_levels(draft_id: UUID) -> ResponseReturnValue:
    """Show officers a draft as everybody will see it once it is published."""
    draft, found = _draft(draft_id)
    return _show(found, draft=draft)


def _show(
    found: Edition,
    *,
    draft: EditionDraft | None = None,
    calls: Sequence[Call] = (),
    coming: Sequence[Call] = (),
    later: Sequence[PublishedEdition] = (),
    named: bool = True,
) -> ResponseReturnValue:
    ids = [level.id for level in found.levels]
    asked = request.args.get("asked", "")
    chosen = request.args.get("level", "")
    rows = [
        (criterion, _rows(found, criterion, asked if asked in ids else ""))
        for criterion in found.criteria
    ]
    return pages.page(
        "applications/levels.html",
        edition=found,
        draft=draft,
        named=named,
        columns=[_column(found, level) for level in found.levels],
        groups=[(criterion, parts) for criterion, parts in rows if parts],
        asked=asked if asked in ids else "",
        chosen=chosen if chosen in ids else next(iter(ids), ""),
        calls=[call for call in calls if not named or call.edition_id == found.id],
        coming=[call for call in coming if not named or call.edition_id == found.id],
        later=later,
        may_start=_may_start(identity.current_actor()),
        newcomer=Newcomer(),
    )


def _may_start(actor: Actor) -> bool:
    return any(
        access.may(actor, Permission.APPLICATION_START, NewApplication(one))
        for one in actor.organisations()
    )


@bp.get("/levels/<edition_id>/<part_id>")
def guidance(edition_id: str, part_id: str) -> ResponseReturnValue:
    """Show the guidance to one part: what is looked at, why, good and weak answers."""
    return _guidance(_edition(edition_id), part_id)


@bp.get("/levels/drafts/<uuid:draft_id>/<part_id>")
def draft_guidance(draft_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show officers the guidance to one part of a draft."""
    draft, found = _draft(draft_id)
    return _guidance(found, part_id, draft)


def _guidance(
    found: Edition, part_id: str, draft: EditionDraft | None = None
) -> ResponseReturnValue:
    refuse_unknown_part(found, part_id)
    part = found.parts[part_id]
    ids = list(found.parts)
    place = ids.index(part_id)
    rubric = found.rubrics[part.kind]
    return pages.page(
        "applications/guidance.html",
        edition=found,
        draft=draft,
        part=part,
        rubric=rubric,
        caps=[one.name for one in rubric.attributes if one.id in rubric.caps],
        criterion=next(one for one in found.criteria if one.id == part.criterion),
        columns=[_column(found, level) for level in found.levels],
        cells={level.id: _cell(found, level, part_id) for level in found.levels},
        before=found.parts[ids[place - 1]] if place else None,
        after=found.parts[ids[place + 1]] if place + 1 < len(ids) else None,
    )


@bp.get("/terms")
def terms() -> ResponseReturnValue:
    """Show what an organisation signs when it applies."""
    return pages.page(
        "applications/terms.html", version=terms_in_force.VERSION, since=terms_in_force.SINCE
    )


def _edition(edition_id: str | None) -> Edition:
    if edition_id is None:
        return newest_edition().in_language(i18n.language())
    try:
        return edition(edition_id).in_language(i18n.language())
    except UnknownEdition:
        raise NotFound from None


def _draft(draft_id: UUID) -> tuple[EditionDraft, Edition]:
    """Return a draft and the edition that it would become.

    Raises NotNow where it does not hold together.
    """
    with reading() as session:
        draft = building.get_draft(session, draft_id)
        access.require(identity.asker(), Permission.EDITION_EDIT, draft)
    found = parse(building.tree_of(draft))
    if faults(found):
        raise NotNow(
            lazy("The draft does not hold together yet, so it cannot be shown as it will be."),
            advice=lazy("The page of the draft says what is missing."),
        )
    return draft, found.in_language(i18n.language())


def _column(found: Edition, level: Level) -> LevelColumn:
    fee = level.fee
    return LevelColumn(
        level=level,
        sign=sign_of(found, level.id),
        parts=len(found.scope(level)),
        points=shown(found.points_possible(level), 0),
        share=percent(level.minimum_percent) if level.minimum_percent is not None else "",
        total=shown(level.minimum_total, 0) if level.minimum_total is not None else "",
        fee=f"{format_number(fee.amount)} {fee.currency}" if fee is not None else "",
    )


def _rows(found: Edition, criterion: Criterion, asked: str) -> list[PartRow]:
    return [
        PartRow(part, {level.id: _cell(found, level, part.id) for level in found.levels})
        for part in criterion.parts
        if not asked or _cell(found, _level(found, asked), part.id).shape != "–"
    ]


def _level(found: Edition, level_id: str) -> Level:
    return next(level for level in found.levels if level.id == level_id)


def _cell(found: Edition, level: Level, part_id: str) -> Cell:
    if part_id not in found.scope(level):
        return Cell("–", gettext("not asked"))
    minimum = level.part_minimum.get(part_id)
    if minimum is None:
        return Cell("□", gettext("counts"))
    return Cell("■", gettext("must, at least %(number)s %%", number=shown(minimum)))
