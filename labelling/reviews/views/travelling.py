"""Working off line: a file to take along, and what changed when it comes back."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.web import carried, identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.reviews import actions
from labelling.reviews.actions.scoring import ReviewChanged, judged_of
from labelling.reviews.actions.travelling import standing_of
from labelling.reviews.fitting import CONFIDENCES, submitted_pieces
from labelling.reviews.opinions import Judged
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.travelling import (
    FORMAT,
    MOST_BYTES,
    Difference,
    Returned,
    differences,
    read_file,
    written,
)
from labelling.reviews.views.blueprint import bp, notice
from labelling.reviews.views.own_review import Own, own_of


def _open_review(seat_id: UUID) -> tuple[Own, UUID]:
    """Return one's own review and its id; raise NotFound before scoring has begun."""
    actor = asker()
    with reading() as session:
        own = own_of(session, actor, seat_id)
    if own.review is None:
        raise NotFound
    return own, own.review.id


def _sheet(own: Own) -> dict[str, Any]:
    """Return the review for a file: what stands, twice, to tell later what changed."""
    parts = {}
    for part_id in own.scope:
        row = own.rows.get(part_id)
        judged = written(judged_of(row) if row is not None else Judged())
        parts[part_id] = {
            "version": row.version if row is not None else 0,
            "taken": judged,
            "judgement": judged,
        }
    return {
        "format": FORMAT,
        "seat": str(own.seat.id),
        "application": own.application.reference,
        "parts": parts,
    }


@bp.get("/reviews/<uuid:seat_id>/offline.json")
def offline_json(seat_id: UUID) -> ResponseReturnValue:
    """Return the review as JSON, to be written in by any program."""
    own, _ = _open_review(seat_id)
    content = json.dumps(_sheet(own), ensure_ascii=False, indent=1).encode()
    name = f"review-{own.application.reference}.json"
    return attachment(content, name, "application/json")


@bp.get("/reviews/<uuid:seat_id>/offline.html")
def offline_html(seat_id: UUID) -> ResponseReturnValue:
    """Return one page that works without any network, with its own style and script inside.

    Files of evidence are not in it, only their names and pages: they stay behind the access check.
    """
    own, _ = _open_review(seat_id)
    style, script = (carried.inside(name) for name in ("style.css", "review.js"))
    page = render_template(
        "reviews/offline_sheet.html",
        own=own,
        heading=own.heading,
        parts=[own.edition.parts[part_id] for part_id in own.scope],
        rubrics=own.edition.rubrics,
        answers=own.content.get("answers", {}),
        pieces={part_id: submitted_pieces(own.content, part_id) for part_id in own.scope},
        steps=steps_of(own.application),
        step=own.edition.step,
        confidences=CONFIDENCES,
        sheet=_sheet(own),
        style=style,
        script=script,
        policy=carried.policy(style, script),
    )
    name = f"review-{own.application.reference}.html"
    return attachment(page.encode(), name, "text/html; charset=utf-8")


@bp.route("/reviews/<uuid:seat_id>/offline", methods=["GET", "POST"])
def offline(seat_id: UUID) -> ResponseReturnValue:
    """Offer the file to take along; show what a file that came back would change, and merge it."""
    own, review_id = _open_review(seat_id)
    refusal: Invalid | None = None
    found: list[Difference] | None = None
    returned: list[Returned] = []
    if request.method == "POST":
        try:
            returned = read_file(_sent(), str(seat_id))
            if "merge" in request.form:
                with unit_of_work() as session:
                    actions.bring_back(
                        session,
                        actor=asker(),
                        seat_id=seat_id,
                        returned=returned,
                        now=identity.now(),
                    )
                return redirect(url_for(".show", seat_id=seat_id, done="merged"), 303)
            with reading() as session:
                standing = standing_of(session, review_id, own.scope)
            found = list(differences(returned, standing))
        except Invalid as refused:
            refusal = refused
    return pages.page(
        "reviews/offline.html",
        422 if refusal is not None else 200,
        own=own,
        heading=own.heading,
        refusal=refusal,
        found=found,
        content=_changed_parts(seat_id, returned, found) if found else "",
        parts=own.edition.parts,
        turn=own.turn,
        notice=notice(),
    )


@bp.post("/reviews/<uuid:seat_id>/kept/<uuid:kept_id>")
def choose_kept(seat_id: UUID, kept_id: UUID) -> ResponseReturnValue:
    """Take what was kept beside a part, or throw it away."""
    seen = request.form.get("version", -1, type=int)
    try:
        with unit_of_work() as session:
            part_id = actions.choose_kept(
                session,
                actor=asker(),
                seat_id=seat_id,
                kept_id=kept_id,
                taken_for=seen if request.form.get("choice") == "take" else None,
                now=identity.now(),
            )
    except ReviewChanged as changed:
        again = url_for(".part", seat_id=seat_id, part_id=changed.part_id, compare="again")
        return redirect(again, 303)
    return redirect(url_for(".part", seat_id=seat_id, part_id=part_id), 303)


def _sent() -> bytes:
    sent = request.files.get("file")
    if sent is not None:
        return sent.stream.read(MOST_BYTES + 1)
    return request.form.get("content", "").encode()


def _changed_parts(seat_id: UUID, returned: Sequence[Returned], found: Sequence[Difference]) -> str:
    """Return what was read of a file, with the changed parts alone: a form carries little."""
    changed = {one.part_id for one in found}
    parts = {
        one.part_id: {
            "version": one.version,
            "taken": written(one.taken),
            "judgement": written(one.judged),
        }
        for one in returned
        if one.part_id in changed
    }
    sheet = {"format": FORMAT, "seat": str(seat_id), "parts": parts}
    return json.dumps(sheet, ensure_ascii=False, separators=(",", ":"))
