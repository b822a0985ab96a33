"""Scoring alone: the overview of one's own review, and each part beside its answer."""

from typing import Any
from uuid import UUID

from flask import jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.editions.model import Fact, Part
from assessments.rubric import band_reached
from labelling.applications.figures import percent
from labelling.applications.snapshots import provenance_told
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import format_clock, gettext
from labelling.core.permissions import Permission
from labelling.core.web import headers, identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.problems import wants_json
from labelling.organisations.previewing import looks_by_hash
from labelling.reviews import actions, queries
from labelling.reviews.actions.scoring import ReviewChanged
from labelling.reviews.beside import beside
from labelling.reviews.fitting import submitted_pieces
from labelling.reviews.forms.scores import PartReviewForm, part_review_form
from labelling.reviews.handing_in import reason_open
from labelling.reviews.models import PartReview
from labelling.reviews.opinions import Judged, departs_from, is_judged, percent_of
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.statements import Citation, Statement, statements
from labelling.reviews.travelling import read_judged
from labelling.reviews.views.blueprint import bp, notice
from labelling.reviews.views.own_review import Own, own_of, ready_of


@bp.get("/reviews/<uuid:seat_id>")
def show(seat_id: UUID) -> ResponseReturnValue:
    """Show one's own review: what is judged, what is open, what comes next."""
    actor = asker()
    with reading() as session:
        own = own_of(session, actor, seat_id)
        case = queries.assessment(session, own.application)
        opened = access.may(actor, Permission.AGREEMENT_VIEW, case)
    return pages.page(
        "reviews/show.html",
        own=own,
        heading=own.heading,
        criteria=_criteria(own),
        ready=ready_of(own, actor),
        opened=opened,
        turn=own.turn,
        notice=notice(),
    )


def _criteria(own: Own) -> list[tuple[str, list[dict[str, Any]]]]:
    found = []
    for criterion in own.edition.criteria:
        lines = [_line(own, part) for part in criterion.parts if part.id in own.scope]
        if lines:
            found.append((f"{criterion.id} {criterion.name}", lines))
    return found


def _line(own: Own, part: Part) -> dict[str, Any]:
    row = own.rows.get(part.id)
    found = percent_of(own.edition, row) if row is not None else None
    return {
        "part": part,
        "row": row,
        "said": percent(found) if found is not None else "",
        "open": reason_open(own.edition, steps_of(own.application), row),
    }


@bp.get("/reviews/<uuid:seat_id>/parts/<part_id>")
def part(seat_id: UUID, part_id: str) -> ResponseReturnValue:
    """Show a part in two panes: what was submitted, and one's own judgement."""
    actor = asker()
    with reading() as session:
        own = own_of(session, actor, seat_id)
    form = _form(own, part_id)
    form.fill(own.edition.rubrics[own.edition.parts[part_id].kind], own.rows.get(part_id))
    return _page(own, part_id, form)


@bp.post("/reviews/<uuid:seat_id>/parts/<part_id>")
def save_part(seat_id: UUID, part_id: str) -> ResponseReturnValue:
    """Save one's own judgement: for a script as JSON, for a form with a way on."""
    actor = asker()
    with reading() as session:
        own = own_of(session, actor, seat_id)
    form = _form(own, part_id)
    save_id, follows = form.save_ids()
    try:
        with unit_of_work() as session:
            row = actions.save_part_review(
                session,
                actor=actor,
                seat_id=seat_id,
                part_id=part_id,
                judged=form.judged(),
                version=form.started_from(),
                save_id=save_id,
                follows=follows,
                now=identity.now(),
            )
    except ReviewChanged as changed:
        return _changed(own, part_id, form, changed)
    except Invalid as refusal:
        if wants_json():
            raise
        form.refuse(refusal)
        return _page(own, part_id, form, status=422)
    if wants_json():
        return jsonify(
            version=row.version, current=row.version, saved_at=format_clock(row.updated_at), over=0
        )
    return redirect(_onward(own, part_id), 303)


def _changed(
    own: Own, part_id: str, form: PartReviewForm, changed: ReviewChanged
) -> ResponseReturnValue:
    """Keep what was written on the page; the next save takes the place of the other window's."""
    sentence = gettext(
        "You saved this part at %(when)s in another window. What you wrote here is below and "
        "not saved yet: save it again to keep it instead.",
        when=format_clock(changed.at),
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
    form.mark(changed.version)
    form.form_errors.append(sentence)
    return _page(own, part_id, form, status=409, theirs=changed.content)


def _form(own: Own, part_id: str) -> PartReviewForm:
    if part_id not in own.scope or own.review is None:
        raise NotFound
    return part_review_form(
        own.edition,
        own.edition.parts[part_id],
        steps_of(own.application),
        pieces=submitted_pieces(own.content, part_id),
        row=own.rows.get(part_id),
    )


def _onward(own: Own, part_id: str) -> str:
    if request.form.get("then") == "stay":
        return url_for(".part", seat_id=own.seat.id, part_id=part_id)
    _, following = _neighbours(own, part_id)
    if following is None:
        return url_for(".hand_in", seat_id=own.seat.id)
    return url_for(".part", seat_id=own.seat.id, part_id=following)


def _neighbours(own: Own, part_id: str) -> tuple[str | None, str | None]:
    place = own.scope.index(part_id)
    before = own.scope[place - 1] if place else None
    after = own.scope[place + 1] if place + 1 < len(own.scope) else None
    return before, after


def _page(
    own: Own,
    part_id: str,
    form: PartReviewForm,
    *,
    status: int = 200,
    theirs: Judged | None = None,
) -> ResponseReturnValue:
    shown = own.edition.parts[part_id]
    rubric = own.edition.rubrics[shown.kind]
    row = own.rows.get(part_id)
    answer = own.content.get("answers", {}).get(part_id)
    before, after = _neighbours(own, part_id)
    reached = percent_of(own.edition, row) if row is not None else None
    band = band_reached(rubric, reached) if reached is not None else None
    pieces = (answer or {}).get("evidence", ())
    with reading() as session:
        small = looks_by_hash(session, {one["sha256"] for one in pieces if one["sha256"]})
    shown_page = pages.page(
        "reviews/part.html",
        status,
        own=own,
        heading=own.heading,
        part=shown,
        rubric=rubric,
        row=row,
        theirs=theirs,
        answer=answer,
        beside_pieces=beside(pieces, statements(row) if row is not None else ()),
        looks=small,
        own_band=_applicants_band(own, shown, answer, row),
        facts=_facts(own, shown),
        origins=provenance_told(own.content),
        form=form,
        shown_after=steps_of(own.application).own_score_shown,
        cited=_cited(own, part_id),
        beside=[
            (one.id, read_judged(one.content), one.kept_at)
            for one in own.kept
            if one.part_id == part_id
        ],
        answers=[one for one in own.answers if one.part_id == part_id],
        before=before,
        after=after,
        departs=_departs(own, row),
        reached=percent(reached) if reached is not None else "",
        reached_band=band.name if band is not None else "",
        caps=[one.name for one in rubric.attributes if one.id in rubric.caps],
        storage_key=f"{own.seat.person_id}:{own.seat.id}:{part_id}",
        saved=format_clock(row.updated_at) if row is not None else "",
        turn=own.turn,
        compare_again=request.args.get("compare") == "again",
    )
    return headers.allow_own_frames(make_response(shown_page))


def _departs(own: Own, row: PartReview | None) -> str:
    """Return what the attributes come to, where the overall departs from it."""
    found = departs_from(own.edition, row) if row is not None else None
    return percent(found) if found is not None else ""


def _applicants_band(
    own: Own, shown: Part, answer: dict[str, Any] | None, row: PartReview | None
) -> str:
    """Return where the organisation sees itself, as soon as the level lets an assessor know."""
    if not _may_know_own_score(own, row) or answer is None or answer.get("band") is None:
        return ""
    bands = {band.value: band.name for band in own.edition.rubrics[shown.kind].bands}
    value = int(answer["band"])
    return gettext("%(value)s %% · %(name)s", value=value, name=bands.get(value, ""))


def _cited(own: Own, part_id: str) -> list[tuple[Statement, list[tuple[Citation, str]]]]:
    """Return what was stated of a part, each citation with the title of its source."""
    row = own.rows.get(part_id)
    if row is None:
        return []
    titles = {piece["id"]: str(piece["title"]) for piece in submitted_pieces(own.content, part_id)}
    return [
        (one, [(cited, titles.get(cited.source, "")) for cited in one.citations])
        for one in statements(row)
    ]


def _may_know_own_score(own: Own, row: PartReview | None) -> bool:
    shown = steps_of(own.application).own_score_shown
    if shown == "after_review":
        return own.done
    return shown == "always" or (row is not None and is_judged(own.edition, row))


def _facts(own: Own, shown: Part) -> list[tuple[Fact, dict[str, str]]]:
    """Return the figures that inform a part, with their values by year."""
    values: dict[str, dict[str, str]] = own.content.get("facts", {})
    return [
        (fact, values[fact.id])
        for fact in own.edition.facts
        if shown.id in fact.parts and fact.id in values
    ]
