"""A part of the self-assessment: read, written, saved as it is written, and never lost."""

from uuid import UUID, uuid4

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import actions, queries
from labelling.applications.actions import AnswerChanged, Saved
from labelling.applications.differing import pieces
from labelling.applications.forms import AnswerForm
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in, refuse_unknown_part
from labelling.applications.views.blueprint import bp
from labelling.applications.views.part_page import following_part, load_sheet, part_page
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import format_clock, gettext, ngettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy_lines
from labelling.core.web.identity import asker
from labelling.core.web.problems import wants_json
from labelling.people import queries as people


@bp.get("/applications/<uuid:application_id>/parts/<part_id>")
def part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show a part: guidance, the answer, the evidence, where we stand."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        sheet = load_sheet(session, actor, application, part_id)
    form = AnswerForm()
    form.fill(sheet.draft.answers.get(part_id))
    return part_page(actor, sheet, form)


@bp.post("/applications/<uuid:application_id>/parts/<part_id>")
def save_part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Save an answer: for a script as JSON, for a form with a redirect to what comes next."""
    actor, form = asker(), AnswerForm()
    if request.form.get("choice") == "theirs":
        return redirect(_settled(application_id, part_id), 303)
    if request.form.get("choice") == "mine":
        form.text.data = tidy_lines(request.form.get("mine"))
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
    following = following_part(application, part_id)
    if following is None:
        return url_for(".readiness", application_id=application.id)
    return url_for(".part", application_id=application.id, part_id=following)


def _settled(application_id: UUID, part_id: str) -> str:
    """Return the part's address after a conflict: what the browser kept of it may go."""
    return url_for(".part", application_id=application_id, part_id=part_id, settled=1)


def _again(
    actor: Actor, application_id: UUID, part_id: str, form: AnswerForm
) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        sheet = load_sheet(session, actor, application, part_id)
    return part_page(actor, sheet, form, status=422)


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
