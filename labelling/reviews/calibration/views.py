"""Pages of an assessor's practice: the cases, handing in, the comparison."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions import Edition, edition
from labelling.core import access, i18n
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow, Refusal
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews.calibration import actions, queries
from labelling.reviews.calibration.cases import (
    PracticePart,
    cases_of,
    installed,
    set_after,
    spoken,
)
from labelling.reviews.calibration.forms import (
    case_form,
    given,
    reason_field,
    score_field,
)
from labelling.reviews.calibration.models import CalibrationRound, CalibrationScore
from labelling.reviews.calibration.subjects import OwnCalibration
from labelling.reviews.patience import patience

bp = Blueprint("calibration", __name__)

DONE: dict[str, Text] = {
    "saved": lazy("Saved. You can go on whenever you like."),
}
SHORT: dict[str, Text] = {
    "too_little_judged": lazy("Too many parts were left out."),
    "too_few": lazy("There are too few parts to tell."),
    "undefined": lazy("All scores are the same, so nothing can be compared."),
    "agreement": lazy("Your scores agree too little with the reference."),
    "lean": lazy("On average your scores lie too far to one side of the reference."),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One part after handing in: what was given beside the reference, and why."""

    case: str
    part: PracticePart
    title: str
    mine: CalibrationScore
    difference: int


@bp.get("/reviews/calibration")
def index() -> ResponseReturnValue:
    """Show an assessor's practice: what is open, what was reached, when to refresh it."""
    return _index()


@bp.post("/reviews/calibration/<edition_id>")
def begin(edition_id: str) -> ResponseReturnValue:
    """Begin the practice cases, or go on with them."""
    try:
        with unit_of_work() as session:
            row = actions.begin_round(
                session, actor=asker(), edition_id=edition_id, now=identity.now()
            )
    except NotNow as refusal:
        return _index(refusal)
    return redirect(url_for(".show", round_id=row.id), 303)


@bp.get("/reviews/calibration/rounds/<uuid:round_id>")
def show(round_id: UUID) -> ResponseReturnValue:
    """Show how far a round is; once handed in, where it differs from the reference and why."""
    return _show(round_id)


@bp.route("/reviews/calibration/rounds/<uuid:round_id>/<case_id>", methods=["GET", "POST"])
def case(round_id: UUID, case_id: str) -> ResponseReturnValue:
    """Show a practice case, and keep what an assessor gives to its parts."""
    actor = asker()
    with reading() as session:
        row = _round(session, actor, round_id)
        stands = queries.scores_of(session, row.id)
    if row.handed_in_at is not None:
        return redirect(url_for(".show", round_id=round_id), 303)
    known, found = _edition(row.edition_id), actions.case_in(row, case_id)
    form = case_form(found, known)
    if form.answered():
        with unit_of_work() as session:
            actions.save_case(
                session,
                actor=actor,
                round_id=round_id,
                case_id=case_id,
                given=given(form, found),
                now=identity.now(),
            )
        following = _following(row, case_id) if "next" in request.form else None
        if following is not None:
            return redirect(url_for(".case", round_id=round_id, case_id=following), 303)
        return redirect(url_for(".show", round_id=round_id, done="saved"), 303)
    if request.method == "GET":
        for place, part in enumerate(found.parts):
            kept = stands.get((case_id, part.part))
            if kept is not None:
                form[score_field(place)].data = "" if kept.score is None else str(kept.score)
                form[reason_field(place)].data = kept.reason
    return pages.page(
        "reviews/calibration/case.html",
        422 if form.errors else 200,
        round=row,
        case=found,
        edition=known,
        form=form,
        score_field=score_field,
        reason_field=reason_field,
        last=_following(row, case_id) is None,
        spoken=spoken,
    )


@bp.post("/reviews/calibration/rounds/<uuid:round_id>/hand-in")
def hand_in(round_id: UUID) -> ResponseReturnValue:
    """Hand a round in; the comparison follows at once."""
    try:
        with unit_of_work() as session:
            actions.hand_in_round(session, actor=asker(), round_id=round_id, now=identity.now())
    except Invalid as refusal:
        return _show(round_id, refusal)
    return redirect(url_for(".show", round_id=round_id), 303)


def _index(refusal: Refusal | None = None) -> ResponseReturnValue:
    actor = asker()
    person_id = _own(actor)
    with reading() as session:
        rounds = queries.rounds_of(session, person_id)
        rules = {one.id: queries.rule_of(session, one.id) for one in practised()}
    ahead = {one.id: cases_of(one.id, _set_ahead(one.id, rounds)) for one in practised()}
    return pages.page(
        "reviews/calibration/index.html",
        200 if refusal is None else refusal.status,
        editions=practised(),
        rules=rules,
        rounds={one.id: [row for row in rounds if row.edition_id == one.id] for one in practised()},
        free_on={
            one.id: actions.begins_on([row for row in rounds if row.edition_id == one.id])
            for one in practised()
        },
        parts={key: sum(len(case.parts) for case in found) for key, found in ahead.items()},
        cases={key: len(found) for key, found in ahead.items()},
        today=today(identity.now()),
        refusal=refusal,
    )


def _show(round_id: UUID, refusal: Refusal | None = None) -> ResponseReturnValue:
    with reading() as session:
        row = _round(session, asker(), round_id)
        scores = queries.scores_of(session, row.id)
        rule = queries.rule_of(session, row.edition_id)
        rounds = queries.rounds_of(session, row.person_id)
    known, cases = _edition(row.edition_id), cases_of(row.edition_id, row.case_set)
    if row.handed_in_at is not None:
        return pages.page(
            "reviews/calibration/result.html",
            round=row,
            rule=rule,
            again_after=patience().practice_again.days,
            compared=_compared(row, scores, known)
            if actions.shows_reference(row, rounds)
            else None,
            short=[SHORT[name] for name in row.short.split(",") if name in SHORT],
            spoken=spoken,
        )
    done = {
        case.id: sum(
            1
            for part in case.parts
            if (kept := scores.get((case.id, part.part))) and kept.score is not None
        )
        for case in cases
    }
    return pages.page(
        "reviews/calibration/round.html",
        200 if refusal is None else refusal.status,
        round=row,
        edition=known,
        cases=cases,
        done=done,
        complete=all(done[case.id] == len(case.parts) for case in cases),
        refusal=refusal,
        spoken=spoken,
        notice=DONE.get(request.args.get("done", "")),
    )


def _compared(
    row: CalibrationRound,
    scores: dict[tuple[str, str], CalibrationScore],
    known: Edition,
) -> list[Compared]:
    """Return the parts that both have, the widest difference first."""
    found = [
        Compared(
            spoken(case.title), part, known.parts[part.part].title, mine, mine.score - part.score
        )
        for case in cases_of(row.edition_id, row.case_set)
        for part in case.parts
        if (mine := scores.get((case.id, part.part))) is not None and mine.score is not None
    ]
    return sorted(found, key=lambda one: (-abs(one.difference), one.case, one.part.part))


def _set_ahead(edition_id: str, rounds: list[CalibrationRound]) -> int:
    """Return the set that is being scored, or comes next."""
    last = next((row for row in rounds if row.edition_id == edition_id), None)
    if last is not None and last.handed_in_at is None:
        return last.case_set
    return set_after(edition_id, last.case_set if last is not None else None)


def _own(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound
    access.require(actor, Permission.CALIBRATION_TAKE, OwnCalibration(actor.person_id))
    return actor.person_id


def _round(session: Session, actor: Actor, round_id: UUID) -> CalibrationRound:
    row = queries.get_round(session, round_id)
    access.require(actor, Permission.CALIBRATION_TAKE, OwnCalibration(row.person_id))
    return row


def practised() -> list[Edition]:
    """Return the editions that have practice cases."""
    return [_edition(key) for key in sorted({case.edition_id for case in installed()})]


def _edition(edition_id: str) -> Edition:
    return edition(edition_id).in_language(i18n.language())


def _following(row: CalibrationRound, case_id: str) -> str | None:
    """Return the case after this one, None after the last."""
    ids = [case.id for case in cases_of(row.edition_id, row.case_set)]
    at = ids.index(case_id) + 1
    return ids[at] if at < len(ids) else None
