"""A certificate anew: asked for by an owner, checked by an officer, decided by a second person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.errors import BadInput
from certificates.wording import WORDINGS
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import proofs, queries
from labelling.decisions.actions.preparing import BACK_LIMIT, TEXT_LIMIT
from labelling.decisions.logged import log_version
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.naming import Named, newest_version
from labelling.decisions.search import further_words
from labelling.decisions.sheets import KIND, sheet_naming
from labelling.decisions.subjects import person_of
from labelling.decisions.versions import letters
from labelling.decisions.versions.models import (
    LabelVersion,
    RequestState,
    VersionProof,
    VersionRequest,
)
from labelling.decisions.versions.queries import (
    OPEN,
    current_terms,
    find_open_request,
    get_request,
    present,
    request_case_for,
)
from labelling.issuing.orders import order_certificate
from labelling.issuing.sources import Order
from labelling.organisations.actions.profile import follow_certificate, refuse_name_of_another
from labelling.organisations.queries import get_organisation

_NO_LONGER = lazy("This request no longer waits.")
_NOT_RUNNING = lazy("This label does not run today, so no certificate is issued anew.")


@dataclass(frozen=True, slots=True)
class Wish:
    """All that the new version is to say of the holder, and in which language."""

    names: Named
    language: str


def ask_version(
    session: Session,
    *,
    actor: Actor,
    label_id: UUID,
    wish: Wish,
    explanation: str,
    evidence_ids: Collection[UUID],
    now: datetime,
) -> VersionRequest:
    """Ask, as an owner, for the certificate under other names or in another language.

    Other names need evidence and an explanation. Raises Invalid where nothing would change or the
    names do not fit a certificate, NotNow while another request waits.
    """
    label = queries.get_label(session, label_id)
    access.require(actor, Permission.VERSION_ASK, label)
    if find_open_request(session, label_id) is not None:
        raise NotNow(lazy("A request about this certificate waits already. Take it back first."))
    terms = _terms(session, label, now)
    renames = _refuse_unchanged(session, label, terms, wish)
    holder = get_organisation(session, label.organisation_id)
    refuse_name_of_another(session, holder, wish.names.holder, "holder")
    chosen = proofs.chosen(session, label.organisation_id, evidence_ids)
    if renames and not chosen:
        raise Invalid(lazy("Choose the evidence that proves it."), field="evidence")
    if renames and not explanation.strip():
        raise Invalid(lazy("Say what has changed, and since when."), field="explanation")
    _refuse_unprintable(session, label, terms, wish)
    request = VersionRequest(
        label_id=label_id,
        state=RequestState.ASKED,
        renames=renames,
        holder=wish.names.holder,
        host=wish.names.host,
        city=wish.names.city,
        language=wish.language,
        explanation=_within(explanation, "explanation"),
        asked_at=now,
        asked_by=person_of(actor),
    )
    session.add(request)
    session.flush()
    session.add_all(
        VersionProof(request_id=request.id, evidence_id=evidence_id, version=version)
        for evidence_id, version in chosen
    )
    audit.record(
        session, actor, "version.asked", request, now,
        label=str(label_id), renames=renames, language=wish.language,
    )  # fmt: skip
    letters.tell_asked(session, request, label, now)
    return request


def check_request(
    session: Session, *, actor: Actor, request_id: UUID, note: str, now: datetime
) -> VersionRequest:
    """Lay a request for other names, checked against its proof, before a second person."""
    request, label = _loaded(session, actor, request_id, Permission.VERSION_CHECK, now)
    if request.state is not RequestState.ASKED or not request.renames:
        raise NotNow(_NO_LONGER)
    request.state, request.note = RequestState.CHECKED, _within(note, "note")
    request.checked_at, request.checked_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "version.checked", request, now, label=str(label.id))
    letters.tell_checked(session, request, label, now)
    return request


def decide_request(
    session: Session, *, actor: Actor, request_id: UUID, now: datetime
) -> list[LabelVersion]:
    """Give the label further versions: one for the term that counts and each one to come.

    The certificate is ordered; until it is published the earlier one counts. The organisation's
    profile follows, so that the next term begins with the same names. Raises NotNow where the
    request no longer waits or the label does not run.
    """
    request, label = _loaded(session, actor, request_id, Permission.VERSION_DECIDE, now)
    if request.state is not (RequestState.CHECKED if request.renames else RequestState.ASKED):
        raise NotNow(_NO_LONGER)
    terms = _terms(session, label, now)
    request.state, request.decided_at = RequestState.TAKEN, now
    request.decided_by = person_of(actor)
    session.flush()
    versions = [
        _add_version(session, actor, label, term, request=request, now=now) for term in terms
    ]
    follow_certificate(
        session,
        actor=actor,
        organisation_id=label.organisation_id,
        names={
            "name": request.holder,
            "city": request.city,
            "certificate_language": request.language,
        },
        now=now,
    )
    letters.tell_decided(session, request, label, now)
    return versions


def refuse_request(
    session: Session, *, actor: Actor, request_id: UUID, reason: str, now: datetime
) -> VersionRequest:
    """Refuse a request with its reason: an officer unchecked, a second person what was checked."""
    request = get_request(session, request_id)
    checked = request.state is RequestState.CHECKED
    permission = Permission.VERSION_DECIDE if checked else Permission.VERSION_CHECK
    request, label = _loaded(session, actor, request_id, permission, now)
    if not reason.strip() or len(reason) > BACK_LIMIT:
        raise Invalid(
            lazy("Write what is missing, in up to %(most)s characters."),
            field="reason",
            most=BACK_LIMIT,
        )
    _close(request, actor, RequestState.REFUSED, now)
    request.closed_reason = reason
    session.flush()
    audit.record(
        session, actor, "version.refused", request, now, label=str(label.id), reason=reason
    )
    letters.tell_refused(session, request, label, now)
    return request


def take_request_back(
    session: Session, *, actor: Actor, request_id: UUID, now: datetime
) -> VersionRequest:
    """Take a request back, as any owner, as long as nobody has decided."""
    request = get_request(session, request_id)
    label = queries.get_label(session, request.label_id)
    access.require(actor, Permission.VERSION_ASK, label)
    _close(request, actor, RequestState.TAKEN_BACK, now)
    session.flush()
    audit.record(session, actor, "version.taken_back", request, now, label=str(label.id))
    return request


def _loaded(
    session: Session, actor: Actor, request_id: UUID, permission: Permission, now: datetime
) -> tuple[VersionRequest, Label]:
    request = get_request(session, request_id)
    label = queries.get_label(session, request.label_id)
    case = request_case_for(session, request, label, actor.person_id, now)
    access.require(actor, permission, case, now=now)
    return request, label


def _close(request: VersionRequest, actor: Actor, state: RequestState, now: datetime) -> None:
    if request.state not in OPEN:
        raise NotNow(_NO_LONGER)
    request.state, request.closed_at, request.closed_by = state, now, person_of(actor)


def _terms(session: Session, label: Label, now: datetime) -> list[LabelTerm]:
    terms = current_terms(session, label.id, today(now))
    if not terms:
        raise NotNow(_NOT_RUNNING)
    return terms


def _refuse_unchanged(
    session: Session, label: Label, terms: Sequence[LabelTerm], wish: Wish
) -> bool:
    """Return whether the names change; raise Invalid where nothing does."""
    if wish.language not in WORDINGS:
        raise Invalid(lazy("Certificates are not written in this language."), field="language")
    before = present(session, label, terms)
    renames = wish.names != before.names
    if not renames and wish.language == before.language:
        raise Invalid(lazy("The certificate says this already. Change what is to be different."))
    return renames


def _refuse_unprintable(
    session: Session, label: Label, terms: Sequence[LabelTerm], wish: Wish
) -> None:
    version = newest_version(session, label.id) + 1
    for term in terms:
        order = Order(KIND, label.id, term.id, wish.language, version)
        try:
            sheet_naming(session, order, wish.names)
        except BadInput as refused:
            raise Invalid(
                lazy("The certificate could not be printed: %(why)s"), why=str(refused)
            ) from None


def _add_version(
    session: Session,
    actor: Actor,
    label: Label,
    term: LabelTerm,
    *,
    request: VersionRequest,
    now: datetime,
) -> LabelVersion:
    version = LabelVersion(
        label_id=label.id,
        term_id=term.id,
        request_id=request.id,
        version=newest_version(session, label.id) + 1,
        holder=request.holder,
        host=request.host,
        city=request.city,
        language=request.language,
        recorded_at=now,
    )
    session.add(version)
    session.flush()
    session.add_all(further_words(session, version))
    audit.record(
        session, actor, "label.version_given", version, now,
        label=str(label.id), term=str(term.id), version=version.version,
        request=str(request.id), language=version.language,
    )  # fmt: skip
    log_version(session, label, version, now)
    order_certificate(
        session,
        kind=KIND,
        subject_id=label.id,
        term_id=term.id,
        language=version.language,
        version=version.version,
        now=now,
    )
    return version


def _within(text: str, field: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise Invalid(lazy("This text may have %(most)s characters."), field=field, most=TEXT_LIMIT)
    return text
