"""Proposing a draft, taking the proposal back, and the second officer's answer."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.editions.translation import Tree
from labelling.applications.building import actions, queries
from labelling.applications.building.checking import check
from labelling.applications.building.forms import BACK, AnswerForm, ProposeForm
from labelling.applications.building.models import DraftState
from labelling.applications.building.showing import shown_differences
from labelling.applications.building.views.blueprint import OK, UNPROCESSABLE, bp, seen_draft
from labelling.core import access
from labelling.core.access import is_fresh
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow, SecondFactorNeeded
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.editions import editions
from labelling.people import queries as people


@bp.route("/<uuid:draft_id>/propose", methods=["GET", "POST"])
def propose(draft_id: UUID) -> ResponseReturnValue:
    """Propose a draft, from which day on it applies."""
    with reading() as session:
        row = seen_draft(session, draft_id)
    form = ProposeForm(data={"version": str(row.version)})
    status = OK
    if form.answered() and form.applies_from.data is not None:
        try:
            with unit_of_work() as session:
                actions.propose_edition(
                    session,
                    actor=asker(),
                    draft_id=draft_id,
                    version=form.version_number,
                    applies_from=form.applies_from.data,
                    now=identity.now(),
                )
            return redirect(url_for(".draft", draft_id=draft_id, done="proposed"), 303)
        except (Invalid, NotNow) as refusal:
            form.refuse(refusal)
            form.version.data = str(row.version)
            status = refusal.status
    if status == OK and form.errors:
        status = UNPROCESSABLE
    tree = queries.tree_of(row)
    return pages.page(
        "applications/building/propose.html",
        status,
        draft=row,
        form=form,
        faults=check(tree),
        tree=tree,
        **_changes(row.scheme, tree),
    )


@bp.post("/<uuid:draft_id>/take-back")
def take_back(draft_id: UUID) -> ResponseReturnValue:
    """Take a proposal back."""
    with unit_of_work() as session:
        actions.take_back(session, actor=asker(), draft_id=draft_id, now=identity.now())
    return redirect(url_for(".draft", draft_id=draft_id, done="taken-back"), 303)


@bp.route("/<uuid:draft_id>/answer", methods=["GET", "POST"])
def answer(draft_id: UUID) -> ResponseReturnValue:
    """Publish a proposed draft, or send it back."""
    actor, now = asker(), identity.now()
    with reading() as session:
        row = seen_draft(session, draft_id)
        subject = queries.proposed(session, row, actor.person_id, now)
        names = people.names(session, [row.proposed_by])
    if row.state is not DraftState.PROPOSED:
        raise NotFound
    form = AnswerForm()
    status = OK
    if form.answered():
        try:
            if form.outcome.data == BACK:
                with unit_of_work() as session:
                    actions.send_back(
                        session,
                        actor=actor,
                        draft_id=draft_id,
                        reason=form.reason.data or "",
                        now=now,
                    )
                return redirect(url_for(".index", done="sent-back"), 303)
            with unit_of_work() as session:
                published = actions.publish_edition(
                    session,
                    actor=actor,
                    draft_id=draft_id,
                    seen=form.seen.data or "",
                    now=now,
                )
            return redirect(
                url_for("schemes.edition", edition_id=published.edition_id, done="published"), 303
            )
        except (Invalid, NotNow, SecondFactorNeeded) as refusal:
            form.refuse(refusal)
            status = refusal.status
    if status == OK and form.errors:
        status = UNPROCESSABLE
    form.seen.data = actions.proposal_mark(row)
    verdict = access.decide(actor, Permission.EDITION_PUBLISH, subject)
    tree = queries.tree_of(row)
    return pages.page(
        "applications/building/answer.html",
        status,
        draft=row,
        form=form,
        tree=tree,
        names=names,
        decides=verdict.allowed,
        why_not=str(verdict.reason),
        fresh=is_fresh(actor, now),
        **_changes(row.scheme, tree),
    )


def _changes(scheme: str, tree: Tree) -> dict[str, object]:
    earlier = [one for one in editions() if one.scheme == scheme]
    if not earlier:
        return {"before": None, "differences": []}
    before = queries.tree_of_edition(earlier[-1].id)
    return {"before": earlier[-1], "differences": shown_differences(before, tree)}
