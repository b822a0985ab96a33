"""Pages of further versions: owners ask, an officer checks, a second person decides."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow, SecondFactorNeeded
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import proofs, queries
from labelling.decisions.naming import newest_named, versions_of
from labelling.decisions.versions import actions
from labelling.decisions.versions.forms import CheckForm, RefusalForm, VersionForm
from labelling.decisions.versions.models import RequestState, VersionRequest
from labelling.decisions.versions.queries import (
    OPEN,
    current_terms,
    find_open_request,
    get_request,
    present,
    proofs_of,
    request_case_for,
)
from labelling.decisions.views.blueprint import bp, notice
from labelling.issuing.queries import certificates
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@bp.route("/organisation/labels/<uuid:label_id>/version", methods=["GET", "POST"])
def ask_version(label_id: UUID) -> ResponseReturnValue:
    """Ask for the certificate under other names or in another language."""
    actor, now, form = asker(), identity.now(), VersionForm()
    with reading() as session:
        label = queries.get_label(session, label_id)
        access.require(actor, Permission.VERSION_ASK, label)
        holder = get_organisation(session, label.organisation_id)
        terms = current_terms(session, label_id, today(now))
        if find_open_request(session, label_id) is not None:
            return redirect(url_for(".held", label_id=label_id), 303)
        if not terms:
            raise NotNow(lazy("This label does not run today, so no certificate is issued anew."))
        before = present(session, label, terms)
        library = proofs.offered(session, holder.id)
    form.prefill(before)
    form.offer(library)
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.ask_version(
                    session,
                    actor=actor,
                    label_id=label_id,
                    wish=form.wish,
                    explanation=form.explanation.data or "",
                    evidence_ids=form.chosen,
                    now=now,
                )
            return redirect(url_for(".held", label_id=label_id, done="asked-anew"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "decisions/versions/ask.html",
        422 if form.errors else 200,
        form=form,
        label=label,
        holder=holder,
        library=library,
        most=proofs.MOST,
    )


@bp.post("/organisation/versions/<uuid:request_id>/back")
def take_request_back(request_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    with unit_of_work() as session:
        row = actions.take_request_back(
            session, actor=asker(), request_id=request_id, now=identity.now()
        )
    return redirect(url_for(".held", label_id=row.label_id, done="request-back"), 303)


@bp.get("/office/versions/<uuid:request_id>")
def version_request(request_id: UUID) -> ResponseReturnValue:
    """Show a request with its proof; offer the next step to whom it falls."""
    return _show(request_id, CheckForm(), RefusalForm())


@bp.post("/office/versions/<uuid:request_id>/check")
def check_request(request_id: UUID) -> ResponseReturnValue:
    """Lay a request that was checked before a second person."""
    form = CheckForm()
    if not form.validate():
        return _show(request_id, form, RefusalForm(), 422)
    return _step(
        request_id, actions.check_request, "request-checked", form, note=form.note.data or ""
    )


@bp.post("/office/versions/<uuid:request_id>")
def decide_request(request_id: UUID) -> ResponseReturnValue:
    """Grant a request: the certificate is issued anew."""
    return _step(request_id, actions.decide_request, "request-taken", CheckForm())


@bp.post("/office/versions/<uuid:request_id>/refuse")
def refuse_request(request_id: UUID) -> ResponseReturnValue:
    """Refuse a request."""
    form = RefusalForm()
    if not form.validate():
        return _show(request_id, CheckForm(), form, 422)
    return _step(
        request_id, actions.refuse_request, "request-refused", form, reason=form.reason.data or ""
    )


def _step(
    request_id: UUID,
    action: Callable[..., object],
    done: str,
    form: CheckForm | RefusalForm,
    **typed: str,
) -> ResponseReturnValue:
    try:
        with unit_of_work() as session:
            action(session, actor=asker(), request_id=request_id, now=identity.now(), **typed)
    except (Invalid, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        if isinstance(form, RefusalForm):
            return _show(request_id, CheckForm(), form, refusal.status)
        return _show(request_id, form, RefusalForm(), refusal.status)
    return redirect(url_for(".version_request", request_id=request_id, done=done), 303)


def _show(
    request_id: UUID, check_form: CheckForm, refusal_form: RefusalForm, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        row = get_request(session, request_id)
        label = queries.get_label(session, row.label_id)
        access.require(actor, Permission.LABEL_VIEW, label)
        case = request_case_for(session, row, label, actor.person_id, now)
        if case.conflict is not None:
            access.require(actor, Permission.VERSION_CHECK, case)
        holder = get_organisation(session, label.organisation_id)
        terms = queries.terms_of(session, label.id)
        versions = [
            one
            for one in versions_of(session, [label.id])[label.id]
            if one.request_id != request_id and one.recorded_at <= (row.decided_at or now)
        ]
        own = {one.version for one in versions_of(session, [label.id])[label.id]} - {
            one.version for one in versions
        }
        printed = [one for one in certificates(session, label.id) if one.version not in own]
        pieces = proofs_of(session, request_id)
        first = row.checked_by
        deciders = queries.second_persons(session, label, first, now) if first is not None else []
        names = people.names(session, [row.asked_by, row.checked_by, row.decided_by, row.closed_by])
    decides = _is_decidable(row) and may(actor, Permission.VERSION_DECIDE, case)
    checks = _is_checkable(row) and may(actor, Permission.VERSION_CHECK, case)
    return pages.page(
        "decisions/versions/request.html",
        status,
        check_form=check_form,
        refusal_form=refusal_form,
        request_row=row,
        label=label,
        holder=holder,
        before=newest_named(terms[-1], versions),
        language_before=printed[-1].language if printed else holder.language,
        pieces=pieces,
        names=names,
        deciders=[person.name for person in deciders],
        open=row.state in OPEN,
        checks=checks,
        decides=decides,
        refuses=decides
        or (row.state is RequestState.ASKED and may(actor, Permission.VERSION_CHECK, case)),
        why_not=str(access.decide(actor, Permission.VERSION_DECIDE, case).reason),
        fresh=is_fresh(actor, now),
        turn=_turn(row, acts=checks or decides),
        notice=notice(),
    )


def _is_checkable(row: VersionRequest) -> bool:
    return row.state is RequestState.ASKED and row.renames


def _is_decidable(row: VersionRequest) -> bool:
    return row.state is (RequestState.CHECKED if row.renames else RequestState.ASKED)


def _turn(row: VersionRequest, *, acts: bool) -> Turn | None:
    if row.state not in OPEN:
        return None
    if acts:
        return Turn(gettext("You act next"))
    checked = row.state is RequestState.CHECKED
    return Turn(
        gettext("A second person acts next") if checked else gettext("An officer acts next")
    )
