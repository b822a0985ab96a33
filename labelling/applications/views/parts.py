"""A part of the self-assessment: read, written, saved as it is written, and never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions.model import Level
from labelling.applications import actions, queries
from labelling.applications.actions import AnswerChanged, Saved
from labelling.applications.carrying.sources import origins_of
from labelling.applications.carrying.words import origins_in_words
from labelling.applications.differing import pieces
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
from labelling.applications.views.blueprint import address, bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import format_clock, gettext, lazy, ngettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.core.web.problems import wants_json
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


@bp.get("/applications/<uuid:application_id>/parts/<part_id>")
def part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show a part: guidance, the answer, the evidence, where we stand."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        sheet = _sheet(session, actor, application, part_id)
    form = AnswerForm()
    form.fill(sheet.draft.answers.get(part_id))
    return _page(actor, sheet, form)


@bp.post("/applications/<uuid:application_id>/parts/<part_id>")
def save_part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Save an answer: for a script as JSON, for a form with a redirect to what comes next."""
    actor, form = asker(), AnswerForm()
    if request.form.get("choice") == "theirs":
        return redirect(_settled(application_id, part_id), 303)
    if request.form.get("choice") == "mine":
        form.text.data = request.form.get("mine", "")
    try:
        application, saved = _save(actor, application_id, part_id, form)
    except AnswerChanged as changed:
        return _conflict(actor, application_id, part_id, form, changed)
    except Invalid as refusal:
        if wants_json():
            raise
        form.refuse(refusal)
        return _again(actor, application_id, part_id, form)
    over = _characters_over(application, form)
    if wants_json():
        return jsonify(
            version=saved.version,
            current=saved.current,
            saved_at=format_clock(saved.at),
            over=over,
        )
    if over and request.form.get("then") != "evidence":
        form.text.errors = [_too_long(form, over)]
        form.version.data, form.save_id.data = str(saved.current), str(uuid4())
        return _again(actor, application_id, part_id, form)
    return redirect(_onward(application, part_id), 303)


def _save(
    actor: Actor, application_id: UUID, part_id: str, form: AnswerForm
) -> tuple[Application, Saved]:
    save_id, follows = form.save_ids()
    with unit_of_work() as session:
        application = queries.get_application(session, application_id)
        edition = edition_of(application)
        refuse_unknown_part(edition, part_id)
        saved = actions.save_answer(
            session,
            actor=actor,
            application_id=application_id,
            part_id=part_id,
            content=form.content(edition.parts[part_id]),
            version=form.started_from(),
            save_id=save_id,
            follows=follows,
            now=identity.now(),
        )
    return application, saved


def _characters_over(application: Application, form: AnswerForm) -> int:
    steps = level_in(edition_of(application), application.level_id).steps
    return max(0, len(form.text.data or "") - steps.text_limit) if steps is not None else 0


def _too_long(form: AnswerForm, over: int) -> str:
    length = len(form.text.data or "")
    return gettext(
        "Your answer has %(length)s characters; %(limit)s fit. It is saved as a draft. "
        "Shorten it by %(over)s.",
        length=length,
        limit=length - over,
        over=over,
    )


def _onward(application: Application, part_id: str) -> str:
    """Return where the button leads: to evidence, or to the next part that is asked."""
    match request.form.get("then"):
        case "evidence":
            return url_for(".evidence", application_id=application.id, part_id=part_id)
        case "settled":
            return _settled(application.id, part_id)
    following = _following(application, part_id)
    if following is None:
        return url_for(".readiness", application_id=application.id)
    return url_for(".part", application_id=application.id, part_id=following)


def _settled(application_id: UUID, part_id: str) -> str:
    """Return the part's address after a conflict: what the browser kept of it may go."""
    return url_for(".part", application_id=application_id, part_id=part_id, settled=1)


def _following(application: Application, part_id: str) -> str | None:
    edition = edition_of(application)
    scope = edition.scope(level_in(edition, application.level_id))
    place = scope.index(part_id)
    return scope[place + 1] if place + 1 < len(scope) else None


def _sheet(session: Session, actor: Actor, application: Application, part_id: str) -> Sheet:
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


def _again(
    actor: Actor, application_id: UUID, part_id: str, form: AnswerForm
) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        sheet = _sheet(session, actor, application, part_id)
    return _page(actor, sheet, form, status=422)


def _page(
    actor: Actor, sheet: Sheet, form: AnswerForm, *, status: int = 200
) -> ResponseReturnValue:
    draft, part_id = sheet.draft, sheet.part_id
    application, edition = draft.application, draft.edition
    shown = edition.parts[part_id]
    groups = criteria_progress(draft, actor.person_id)
    answer = draft.answers.get(part_id)
    asked = part_id in draft.scope
    following = _following(application, part_id) if asked else None
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


def _conflict(
    actor: Actor,
    application_id: UUID,
    part_id: str,
    form: AnswerForm,
    changed: AnswerChanged,
) -> ResponseReturnValue:
    """Show both texts: the other's stands, one's own is in the page and can be saved over it."""
    with reading() as session:
        application = queries.get_application(session, application_id)
        names = people.names(session, [changed.by])
    who = names.get(changed.by, "") if changed.by is not None else ""
    when = format_clock(changed.at)
    sentence = (
        gettext("You saved this part at %(when)s in another window.", when=when)
        if changed.by == actor.person_id
        else gettext(
            "%(who)s saved this part at %(when)s while you were writing.", who=who, when=when
        )
    )
    if wants_json():
        problem = jsonify(
            type="about:blank",
            title=str(changed.title),
            status=409,
            detail=sentence,
            conflict=True,
        )
        problem.content_type = "application/problem+json"
        return problem, 409
    edition = edition_of(application)
    shown = edition.parts[part_id]
    mine = form.content(shown)
    form.version.data, form.save_id.data = str(changed.version), str(uuid4())
    return pages.page(
        "applications/conflict.html",
        409,
        application=application,
        part=shown,
        rubric=edition.rubrics[shown.kind],
        form=form,
        mine=mine,
        theirs=changed.content,
        differing=pieces(changed.content.text, mine.text),
        who=who,
        when=when,
        sentence=sentence,
        characters=ngettext("%(num)s character", "%(num)s characters", len(mine.text)),
    )
