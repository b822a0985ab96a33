"""The page of a part: all that it shows, loaded at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions.model import Level
from labelling.applications.carrying.sources import origins_of
from labelling.applications.carrying.words import origins_in_words
from labelling.applications.figures import percent
from labelling.applications.forms import AnswerForm
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import Application
from labelling.applications.own_figures import figures_for
from labelling.applications.progress import criteria_progress
from labelling.applications.queries.drafts import Draft, load_draft
from labelling.applications.queries.readiness import readiness_of
from labelling.applications.readiness import Readiness
from labelling.applications.schemes import edition_of, level_in, refuse_unknown_part, sign_of
from labelling.applications.together import queries as together
from labelling.applications.together.wording import others_sentence
from labelling.applications.views.blueprint import address, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.i18n import format_clock, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.pages import Turn
from labelling.organisations.previewing import Look, looks
from labelling.people import queries as people

_CHANGED = lazy("The part has changed since you opened it. Look at it again, then check it.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of a part shows."""

    draft: Draft
    part_id: str
    ready: Readiness
    turn: Turn
    may_write: bool
    may_check: bool
    others: str
    comments: int
    looks: Mapping[str, Look]
    origins: list[str]


def load_sheet(session: Session, actor: Actor, application: Application, part_id: str) -> Sheet:
    """Return what the page of a part shows to somebody."""
    draft = load_draft(session, application)
    refuse_unknown_part(draft.edition, part_id)
    now = identity.now()
    here = together.writing_now(session, application.id, part_id, now, actor.person_id)
    names = people.names(session, here)
    writing = application.state in OPEN_FOR_WRITING
    progress = gettext("%(done)s of %(all)s parts done", done=draft.done, all=len(draft.scope))
    return Sheet(
        draft=draft,
        part_id=part_id,
        ready=readiness_of(session, draft, now),
        turn=turn_of(session, actor, application, now, progress),
        may_write=writing and access.may(actor, Permission.ANSWER_EDIT, application),
        may_check=writing and access.may(actor, Permission.PART_PLAN, application),
        others=others_sentence([names[one] for one in here if one in names]),
        comments=together.open_comments(session, application.id).get(part_id, 0),
        looks=looks(session, (piece.file for piece in draft.pieces.get(part_id, []))),
        origins=_origins(session, draft, part_id),
    )


def _origins(session: Session, draft: Draft, part_id: str) -> list[str]:
    answer = draft.answers.get(part_id)
    if answer is None:
        return []
    found = origins_of(session, draft.application.id, {part_id: answer.version})
    return origins_in_words(found.get(part_id, ()))


def part_page(
    actor: Actor, sheet: Sheet, form: AnswerForm, *, status: int = 200
) -> ResponseReturnValue:
    """Return the page of a part with a form, filled or refused."""
    draft, part_id = sheet.draft, sheet.part_id
    application, edition = draft.application, draft.edition
    shown = edition.parts[part_id]
    groups = criteria_progress(draft, actor.person_id)
    answer = draft.answers.get(part_id)
    asked = part_id in draft.scope
    following = following_part(application, part_id) if asked else None
    return pages.page(
        "applications/part.html" if asked else "applications/part_not_asked.html",
        status,
        application=application,
        draft=draft,
        part=shown,
        answer=answer,
        rubric=edition.rubrics[shown.kind],
        pieces=draft.pieces.get(part_id, []),
        looks=sheet.looks,
        figures=figures_for(draft, part_id),
        here=next((group for group in groups if group.criterion.id == shown.criterion), None),
        criterion=next(one for one in edition.criteria if one.id == shown.criterion),
        groups=groups,
        sign=sign_of(edition, draft.level.id),
        points=draft.standing.score.parts[part_id].maximum,
        minima=_minima(edition.levels, draft.level, part_id),
        asked=draft.standing.asked,
        nearest=[
            (item, address(application.id, item, draft.organisation.id))
            for item in sheet.ready.nearest(part_id)
        ],
        ready=sheet.ready,
        following=following,
        form=form,
        may_write=sheet.may_write,
        may_check=sheet.may_check,
        others=sheet.others,
        comments=sheet.comments,
        origins=sheet.origins,
        plan=draft.plans.get(part_id),
        checked=part_id in draft.checked,
        content_mark=draft.mark(part_id),
        changed=_CHANGED if request.args.get("done") == "changed" else "",
        writing=application.state in OPEN_FOR_WRITING,
        turn=sheet.turn,
        saved=format_clock(answer.updated_at) if answer is not None else "",
        storage_key=f"{actor.person_id}:{application.id}:{part_id}",
    )


def _minima(levels: tuple[Level, ...], own: Level, part_id: str) -> list[tuple[str, str]]:
    """Return what the level applied for and those above it ask of a part at least."""
    place = [level.id for level in levels].index(own.id)
    return [
        (level.name, percent(level.part_minimum[part_id]))
        for level in levels[place:]
        if part_id in level.part_minimum
    ]


def following_part(application: Application, part_id: str) -> str | None:
    """Return the next part that the level asks for, None behind the last."""
    edition = edition_of(application)
    scope = edition.scope(level_in(edition, application.level_id))
    place = scope.index(part_id)
    return scope[place + 1] if place + 1 < len(scope) else None
