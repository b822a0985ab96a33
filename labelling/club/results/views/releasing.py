"""The ledger of releases: what was published, and the next release, made by the office."""

from uuid import UUID

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.frozen import read_frozen
from labelling.club.models import Club, ClubRound, FrozenRound, ReleaseKind
from labelling.club.results import actions, ordering, queries, wording
from labelling.club.results.forms import ReleaseForm
from labelling.club.results.views.blueprint import bp
from labelling.club.results.views.report import LOOK_AGAIN
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/clubs/<uuid:club_id>/releases", methods=["GET", "POST"])
def releases(club_id: UUID) -> ResponseReturnValue:
    """Show the ledger of a club; release the next results of its newest frozen round."""
    actor, now = asker(), identity.now()
    with reading() as session:
        subject = queries.releases_subject(session, actor, club_id, now)
        access.require(actor, Permission.RESULTS_RELEASE, subject)
        rows = queries.ledger(session, club_id)
        rounds = {one.id: one for one in club_queries.rounds_of(session, club_id)}
        due = _due(session, list(rounds.values()))
        ordered = ordering.release_ordered(session, due[0].id) if due is not None else None
        chosen = len(queries.choices_in(session, due[0].id)) if due is not None else 0
    if due is None and request.method == "POST":
        raise NotNow(lazy("There is nothing to be released now."))
    form = ReleaseForm(_dimensions(subject.club, due[1]) if due is not None else {})
    if due is not None and form.answered():
        try:
            with unit_of_work() as session:
                ordering.order_release(
                    session,
                    actor=actor,
                    round_id=due[0].id,
                    dimension=form.dimension.data or "",
                    now=now,
                )
            return redirect(url_for(".releases", club_id=club_id), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    under_way = ordered is not None and ordered.failed_at is None
    page = pages.page(
        "club/results/releases.html",
        422 if form.errors else 200,
        club=subject.club,
        rows=rows,
        rounds=rounds,
        due=due,
        chosen=chosen,
        form=form,
        draft=due is not None and due[2] is ReleaseKind.DRAFT,
        under_way=under_way,
        failed=ordered is not None and not under_way,
        wording=wording,
    )
    answer = make_response(page)
    if under_way:
        answer.headers["Refresh"] = LOOK_AGAIN
    return answer


_Due = tuple[ClubRound, FrozenRound, ReleaseKind]


def _due(session: Session, rounds: list[ClubRound]) -> _Due | None:
    """Return the oldest round of which something can be released, with what that would be.

    Rounds before those that have results stay as they are.
    """
    newest = queries.rounds_with_results(session, rounds[0].club_id)[:1] if rounds else []
    since = max((one.half_year for one in newest), default="")
    for round_ in sorted(rounds, key=lambda one: one.half_year):
        if round_.half_year < since:
            continue
        kind = actions.next_kind(session, round_)
        frozen = club_queries.newest_frozen(session, round_.id)
        if kind is not None and frozen is not None:
            return round_, frozen, kind
    return None


def _dimensions(club: Club, frozen: FrozenRound) -> dict[str, str]:
    """Return the dimensions along which a frozen round is split, by their names."""
    split = {one.dimension for one in read_frozen(frozen).partitions if len(one.groups) > 1}
    return {one["id"]: one["name"] for one in club.dimensions if one["id"] in split}
