"""The list of versions, and the page of one with the second officer's answer."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from certificates.designs.design import read_design
from labelling.core import access
from labelling.core.access import is_fresh
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, SecondFactorNeeded
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.issuing.designs import actions, queries
from labelling.issuing.designs.forms import LAYOUT_NAMES, TEXT_NAMES, AnswerForm, VersionForm
from labelling.issuing.designs.models import DesignProposal, ProposalOutcome
from labelling.issuing.designs.schemes import edition_of_scheme, schemes
from labelling.issuing.designs.subjects import Studio
from labelling.issuing.designs.views.blueprint import (
    OK,
    UNPROCESSABLE,
    bp,
    notice,
    scheme_of,
    shown_as,
)
from labelling.people import queries as people


@bp.get("")
def index() -> ResponseReturnValue:
    """List the schemes with what is in force, and every version."""
    actor = asker()
    known = {scheme: edition_of_scheme(scheme) for scheme in schemes() if actor.works_for(scheme)}
    for scheme in known:
        access.require(actor, Permission.DESIGN_VIEW, Studio(scheme))
    with reading() as session:
        rows = {scheme: queries.versions(session, scheme) for scheme in known}
        proposals = {scheme: queries.proposals(session, scheme) for scheme in known}
        current = {scheme: queries.version_in_force(session, scheme) for scheme in known}
        names = people.names(
            session, [row.made_by for versions in rows.values() for row in versions]
        )
    return pages.page(
        "issuing/designs/index.html",
        schemes=known,
        versions=rows,
        states={scheme: _states(proposals[scheme]) for scheme in known},
        in_force={scheme: row.id if row else None for scheme, row in current.items()},
        layouts=LAYOUT_NAMES,
        names=names,
        notice=notice(),
    )


@bp.get("/versions/<uuid:design_id>")
def version(design_id: UUID) -> ResponseReturnValue:
    """Show a version as it is printed, and what was decided on it."""
    return _version_page(design_id, AnswerForm(), OK)


@bp.post("/versions/<uuid:design_id>")
def decide(design_id: UUID) -> ResponseReturnValue:
    """Put a proposed version into force, or send it back."""
    form = AnswerForm()
    with reading() as session:
        scheme_of(session, design_id)
    if not form.validate():
        return _version_page(design_id, form, UNPROCESSABLE)
    with reading() as session:
        proposal = _open_proposal(
            queries.proposals(session, scheme_of(session, design_id)), design_id
        )
    if proposal is None:
        raise NotFound
    outcome = ProposalOutcome(form.outcome.data)
    try:
        with unit_of_work() as session:
            actions.decide_design(
                session,
                actor=asker(),
                proposal_id=proposal.id,
                outcome=outcome,
                reason=form.reason.data or "",
                now=identity.now(),
            )
    except (Invalid, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return _version_page(design_id, form, refusal.status)
    return redirect(url_for(".index", done=outcome.value), 303)


@bp.post("/versions/<uuid:design_id>/draft")
def begin(design_id: UUID) -> ResponseReturnValue:
    """Put a version in place of the draft."""
    form = VersionForm()
    with unit_of_work() as session:
        row = actions.begin_from(
            session,
            actor=asker(),
            design_id=design_id,
            version=form.version_number,
            now=identity.now(),
        )
    return redirect(url_for(".draft", scheme=row.scheme, done="begun"), 303)


def _version_page(design_id: UUID, form: AnswerForm, status: int) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_version(session, design_id)
        access.require(actor, Permission.DESIGN_VIEW, Studio(row.scheme))
        proposals = queries.proposals(session, row.scheme)
        own = [one for one in proposals if one.design_id == design_id]
        current = queries.version_in_force(session, row.scheme)
        draft_row = queries.find_draft(session, row.scheme)
        waits = _open_proposal(proposals, design_id)
        subject = queries.proposed(session, waits, actor.person_id, now) if waits else None
        names = people.names(
            session, [row.made_by, *(x for one in own for x in (one.asked_by, one.decided_by))]
        )
    edition = edition_of_scheme(row.scheme)
    verdict = access.decide(actor, Permission.DESIGN_DECIDE, subject)
    return pages.page(
        "issuing/designs/version.html",
        status,
        row=row,
        edition=edition,
        design=read_design(row.value),
        text_names=TEXT_NAMES,
        proposals=own,
        waits=waits,
        decides=waits is not None and verdict.allowed,
        why_not=str(verdict.reason) if waits is not None and not verdict.allowed else "",
        fresh=is_fresh(actor, now),
        in_force=current is not None and current.id == design_id,
        names=names,
        form=form,
        begin_form=VersionForm(data={"version": str(draft_row.version if draft_row else 0)}),
        turn=_turn(waits, verdict.allowed),
        notice=notice(),
        **shown_as(edition),
    )


def _turn(waits: DesignProposal | None, decides: bool) -> Turn | None:
    if waits is None:
        return None
    return Turn(gettext("You act next") if decides else gettext("Another officer acts next"))


def _open_proposal(proposals: list[DesignProposal], design_id: UUID) -> DesignProposal | None:
    return next(
        (one for one in proposals if one.design_id == design_id and one.decided_at is None), None
    )


def _states(proposals: list[DesignProposal]) -> dict[UUID, str]:
    """Return how each version's newest proposal stands: waits, in_force (once), sent_back."""
    states: dict[UUID, str] = {}
    for one in proposals:
        states.setdefault(one.design_id, one.outcome.value if one.outcome else "waits")
    return states
