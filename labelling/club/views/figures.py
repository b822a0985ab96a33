"""The sheet of a round: one form, and an address at which one figure is saved as it is typed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from benchmarking.figures import Sheet
from benchmarking.rounds import Round
from benchmarking.validation.given import Given
from labelling.club import entry_page, queries
from labelling.club.actions.entering import Figure, Outcome, save_figures
from labelling.club.entry_page import Beside, Typed
from labelling.club.forms import as_uuid
from labelling.club.life import TAKES_CORRECTIONS, TAKES_FIGURES
from labelling.club.models import Source, ValueRevision
from labelling.club.offers import Offer, known_before, offers_for
from labelling.club.standing import SheetState, is_answered, sheet_state
from labelling.club.subjects import Part
from labelling.club.views.blueprint import bp, notice, turn_of_part
from labelling.club.words import GRADE_NAMES, KIND_NAMES, SOURCE_NAMES
from labelling.core import i18n
from labelling.core.access import may, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, NotFound
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy, tidy_lines
from labelling.core.web.identity import asker
from labelling.people.queries import names

Changed = list[tuple[str, Typed, int]]


@bp.route("/parts/<uuid:part_id>/figures", methods=["GET", "POST"])
def figures(part_id: UUID) -> ResponseReturnValue:
    """Show a member's sheet; save what was changed on it."""
    if request.method == "GET":
        return _page(part_id, [], Outcome())
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_EDIT, part)
        state = sheet_state(session, part)
        earlier = queries.earlier_sheets(session, part.row.membership_id, _half(part))
        offered = _offers(session, part, state, earlier)
    changed = entry_page.touched(
        state.asked,
        request.form,
        request.form.get("base", ""),
        without=request.form.get("theirs", ""),
    )
    taken = request.form.get("take", "")
    if taken in offered:
        changed = [one for one in changed if one[0] != taken]
    outcome = Outcome()
    readable = entry_page.figures_of(changed, outcome)
    save_id = _save_id(request.form.get("save_id"))
    _keep(outcome, _save(part_id, readable, save_id))
    if taken in offered:
        row = state.rows.get(taken)
        figure = Figure(
            taken,
            Given(offered[taken].number, grade=offered[taken].grade, note=offered[taken].source),
            revision=row.revision if row else 0,
        )
        _keep(outcome, _save(part_id, [figure], save_id, Source.FACTS))
    if outcome.faults or outcome.conflicts:
        return _page(part_id, changed, outcome)
    if "send" in request.form:
        return redirect(url_for(".send", part_id=part_id), 303)
    there = url_for(".figures", part_id=part_id, done="saved")
    return redirect(f"{there}#box-{taken}" if taken else there, 303)


@bp.put("/parts/<uuid:part_id>/figures/<quantity>")
def save_figure(part_id: UUID, quantity: str) -> ResponseReturnValue:
    """Save one figure sent as JSON; answer what is kept, or both values of a conflict."""
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_EDIT, part)
    typed, revision, save_id = _sent()
    figure = entry_page.figure_of(quantity, typed, revision)
    outcome = _save(part_id, [figure], save_id)
    if quantity in outcome.faults:
        raise outcome.faults[quantity]
    conflict = outcome.conflicts.get(quantity)
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        state = sheet_state(session, part)
        told = _told(session, conflict or outcome.saved.get(quantity), state)
    return jsonify(told), 200 if conflict is None else 409


@bp.get("/parts/<uuid:part_id>/figures/<quantity>")
def revisions(part_id: UUID, quantity: str) -> ResponseReturnValue:
    """Show every change of one figure: who, when, from what to what."""
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_VIEW, part)
        set_ = queries.round_set(session, part.round)
        if quantity not in set_.quantities:
            raise NotFound
        rows = queries.revisions_of(session, part_id, quantity)
        who = names(session, [row.saved_by for row in rows])
    return pages.page(
        "club/revisions.html",
        part=part,
        quantity=set_.quantities[quantity],
        unit=set_.units[set_.quantities[quantity].unit],
        rows=rows,
        who=who,
        sources=SOURCE_NAMES,
        read_back=entry_page.read_back,
    )


def _sent() -> tuple[Typed, int, UUID]:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # nested so deeply that it was not meant for us
        raise BadRequest from None
    if not isinstance(sent, dict):
        raise BadRequest
    texts = [sent.get(key, "") for key in ("number", "unit", "grade", "note")]
    revision, none = sent.get("revision"), sent.get("none", False)
    if not all(isinstance(one, str) for one in texts) or not isinstance(none, bool):
        raise BadRequest
    if not isinstance(revision, int) or isinstance(revision, bool):
        raise BadRequest
    number, unit, grade, note = (one.strip() for one in texts)
    typed: Typed = (number, unit, grade, tidy(tidy_lines(note)), none)
    return typed, revision, _save_id(sent.get("save_id"))


def _save_id(sent: object) -> UUID:
    try:
        return UUID(str(sent))
    except ValueError:
        raise BadRequest from None


def _save(
    part_id: UUID, figures: list[Figure], save_id: UUID, source: Source = Source.TYPED
) -> Outcome:
    with unit_of_work() as session:
        return save_figures(
            session,
            actor=asker(),
            part_id=part_id,
            figures=figures,
            save_id=save_id,
            source=source,
            now=identity.now(),
        )


def _keep(outcome: Outcome, saved: Outcome) -> None:
    outcome.saved |= saved.saved
    outcome.conflicts |= saved.conflicts
    outcome.faults |= saved.faults


def _told(session: Session, row: ValueRevision | None, state: SheetState) -> dict[str, Any]:
    """Return what the page learns of a figure, and what the checks say of the whole sheet."""
    findings = [*state.refused, *(one.finding for one in state.unanswered)]
    told: dict[str, Any] = {
        "says": entry_page.said(state.set, findings),
        "open": len(state.open),
        "revision": 0,
        "typed": ["", "", "", "", False],
        "shown": "",
        "who": "",
        "at": "",
    }
    if row is not None:
        told["revision"] = row.revision
        told["typed"] = list(entry_page.typed_of(row))
        told["shown"] = entry_page.read_back(row.number) or gettext("blank")
        told["who"] = names(session, [row.saved_by]).get(row.saved_by) if row.saved_by else ""
        told["at"] = i18n.format_clock(row.saved_at)
    return told


def _half(part: Part) -> Round:
    return Round.parse(part.round.half_year)


def _offers(
    session: Session, part: Part, state: SheetState, earlier: Mapping[Round, Sheet]
) -> dict[str, Offer]:
    """Return what can be taken over where the sheet has neither figure nor “not collected”."""
    organisation_id = part.place.membership.organisation_id
    found = offers_for(session, state.set, organisation_id, _half(part), earlier)
    return {name: one for name, one in found.items() if not is_answered(state.rows.get(name))}


def _page(part_id: UUID, changed: Changed, outcome: Outcome) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        part = queries.part_for(session, actor, part_id, now)
        require(actor, Permission.FIGURES_VIEW, part)
        half = _half(part)
        state = sheet_state(session, part)
        earlier = queries.earlier_sheets(session, part.row.membership_id, half)
        offered = _offers(session, part, state, earlier)
        known = known_before(session, state.set, part.place.membership.organisation_id, half)
        member = queries.member_names(session, [part.row.membership_id])
        open_ones = queries.open_queries(session, [part_id])
        changed_by = names(session, [row.saved_by for row in outcome.conflicts.values()])
    sheet = entry_page.groups(state, part.row.asked, half, Beside(earlier, offered, known))
    base = entry_page.base_of(sheet)
    entry_page.put_back(sheet, changed, outcome)
    takes = part.round.state in TAKES_FIGURES | TAKES_CORRECTIONS
    return pages.page(
        "club/figures.html",
        409 if outcome.conflicts else 422 if outcome.faults else 200,
        part=part,
        member=member[part.row.membership_id],
        half=half,
        sheet=sheet,
        first_open=entry_page.first_open(sheet),
        state=state,
        open_queries=open_ones,
        base=base,
        save_id=uuid4(),
        saved=bool(outcome.saved),
        changed_by=changed_by,
        grades=GRADE_NAMES,
        kinds=KIND_NAMES,
        releases=part.row.submitted_at is not None
        and half.half == 2  # noqa: PLR2004 (of the year)
        and may(actor, Permission.FIGURES_RELEASE, part),
        readonly=not takes or not may(actor, Permission.FIGURES_EDIT, part),
        typed_of=entry_page.typed_of,
        turn=turn_of_part(part.round, part.row, now),
        undo=_undoable(state, as_uuid(request.args.get("undo"))),
        notice=notice(),
    )


def _undoable(state: SheetState, save_id: UUID | None) -> UUID | None:
    """Return a save that can be undone: some of its figures are still said not to be collected."""
    rows = state.rows.values()
    stands = any(row.save_id == save_id and row.not_collected for row in rows)
    return save_id if save_id is not None and stands else None
