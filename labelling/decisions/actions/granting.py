"""What a decision may grant, and the label that comes of it: number, term, certificate."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from assessments.editions.model import Level
from certificates.errors import BadInput
from certificates.identifiers import new_public_id
from certificates.numbers import make_number
from certificates.standing import Status, status_on
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in, sign_of
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.decisions import queries
from labelling.decisions.logged import log_grant
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.naming import newest_version, present_host
from labelling.decisions.picture import grantable
from labelling.decisions.search import words_of
from labelling.decisions.sheets import KIND, label_sheet
from labelling.decisions.spans import HeldAlready, Span, Wanted, span_of
from labelling.decisions.terms import held_by
from labelling.issuing.orders import order_certificate
from labelling.issuing.sources import Order
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries as reviews
from labelling.reviews.models import Outcome
from labelling.reviews.outcomes import outcome_by_rules

_FINAL = frozenset({Status.REVOKED, Status.WITHDRAWN})
HELD_ALREADY = lazy(
    "The organisation holds this level already, or a higher one, and this application was not "
    "started in the time for renewal. Not awarding it leaves the label as it is."
)
_ENDED = lazy(
    "The label that the organisation held when it applied has ended for good, so no further term "
    "can begin. It can apply anew, for a label with another number."
)


def granted_level(
    session: Session,
    application: Application,
    outcome: Outcome,
    level_id: str | None,
    now: datetime,
) -> str | None:
    """Return the level that goes with an outcome, None where nothing is awarded.

    Raises Invalid for a level that is not below the one applied for, for one whose rules the
    agreed scores do not meet (a level is held when all its rules hold), and for one that the
    organisation holds already without having asked for its renewal.
    """
    if outcome is Outcome.NOT_AWARDED:
        return None
    edition = edition_of(application)
    reached = {level.id for level in grantable(edition, outcome_by_rules(session, application))}
    if outcome is Outcome.LOWER_LEVEL:
        chosen, field = _lower_level(edition, application, reached, level_id), "level"
    else:
        chosen, field = application.level_id, "outcome"
        if chosen not in reached:
            raise Invalid(
                lazy("The agreed scores do not meet the rules of this level."), field=field
            )
    try:
        term_days(session, application, chosen, now)
    except HeldAlready:
        raise Invalid(HELD_ALREADY, field=field) from None
    return chosen


def _lower_level(
    edition: Edition, application: Application, reached: set[str], level_id: str | None
) -> str:
    try:
        chosen = level_in(edition, level_id or "").id
    except NotFound:
        raise Invalid(lazy("Choose the lower level."), field="level") from None
    order = [level.id for level in edition.levels]
    if order.index(chosen) >= order.index(application.level_id):
        raise Invalid(lazy("Choose a level below the one that was applied for."), field="level")
    if chosen not in reached:
        raise Invalid(lazy("The agreed scores do not meet the rules of this level."), field="level")
    return chosen


def term_days(session: Session, application: Application, level_id: str, now: datetime) -> Span:
    """Return the days of the term that an application would get at a level, if given now.

    Raises HeldAlready where the organisation holds the level or a higher one and did not apply
    for its renewal, NotNow where its label has ended for good since.
    """
    edition = edition_of(application)
    level = level_in(edition, level_id)
    if level.validity is None:
        raise NotNow(lazy("The edition does not say how long this level is valid."))
    label = label_to_extend(session, application, now)
    visit = reviews.visit(session, application.id)
    wanted = Wanted(
        ordinal=sign_of(edition, level_id).ordinal,
        validity=level.validity,
        started=today(application.created_at),
        decided=today(now),
        counted=visit.took_place_on if visit is not None else today(now),
    )
    terms = queries.terms_of(session, label.id) if label is not None else []
    return span_of(held_by(terms[-1]) if terms else None, wanted)


def spans_of(
    session: Session, application: Application, levels: Iterable[Level], now: datetime
) -> dict[str, Span]:
    """Return the days that a term would have at each of these levels; none where none can begin."""
    found: dict[str, Span] = {}
    for level in levels:
        with suppress(HeldAlready, NotNow):
            span = term_days(session, application, level.id, now)
            if span.last >= today(now):
                found[level.id] = span
    return found


def label_to_extend(session: Session, application: Application, now: datetime) -> Label | None:
    """Return the label that would get a further term, None where a new one would be given.

    Raises NotNow for a label that has ended for good after the organisation had applied.
    """
    scheme = edition_of(application).scheme
    label = queries.find_label(session, scheme, application.organisation_id)
    if label is None:
        return None
    history = queries.history(session, label.id)
    # The day alone would take an end that was decided later that day for one from before.
    applied = application.created_at
    if status_on(history, today(applied), known_at=applied).status in _FINAL:
        return None
    if status_on(history, today(now)).status in _FINAL:
        raise NotNow(_ENDED)
    return label


def label_to_show(session: Session, application: Application, now: datetime) -> Label | None:
    """Return the label that would get a further term, None also where it has ended for good."""
    with suppress(NotNow):
        return label_to_extend(session, application, now)
    return None


def grant_term(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    decision: Decision,
    level_id: str,
    now: datetime,
) -> tuple[Label, LabelTerm]:
    """Give the organisation its label, or the label a further term, and order the certificate.

    The public sees the term when its certificate is published, not before.

    It has no permission of its own: the action that calls it has required its own.
    """
    edition = edition_of(application)
    organisation = get_organisation(session, application.organisation_id)
    span = _span(session, application, level_id, now)
    label = _label(session, actor, edition, application, now)
    before = queries.terms_of(session, label.id)
    term = LabelTerm(
        label_id=label.id,
        ordinal=len(before) + 1,
        decision_id=decision.id,
        level_id=level_id,
        edition_id=application.edition_id,
        edition_sha256=application.edition_sha256,
        holder=organisation.name,
        host=present_host(session, label),
        country=organisation.country,
        city=organisation.city,
        valid_from=span.first,
        valid_until=span.last,
        recorded_at=_recorded_after(before, now),
    )
    session.add(term)
    session.flush()
    session.add_all(words_of(label, term))
    audit.record(
        session,
        actor,
        "label.term_given",
        term,
        now,
        label=str(label.id),
        number=label.number,
        level=level_id,
        kind=span.kind.value,
        valid_from=term.valid_from.isoformat(),
        valid_until=term.valid_until.isoformat(),
    )
    log_grant(session, label, term)
    _order(session, label, term, organisation.printed_language, now)
    return label, term


def _recorded_after(before: Sequence[LabelTerm], now: datetime) -> datetime:
    """Return when a further term counts as recorded: now, but after every term before it.

    Of a label's terms that have begun the one recorded last counts, for whoever holds a
    certificate and its log alone, too. Requests take their time before they take their turn, so
    two decisions can tell the same moment, or the second one the earlier.
    """
    return max([now, *(term.recorded_at + timedelta.resolution for term in before)])


def _label(
    session: Session, actor: Actor, edition: Edition, application: Application, now: datetime
) -> Label:
    known = label_to_extend(session, application, now)
    if known is not None:
        return known
    ended = queries.find_label(session, edition.scheme, application.organisation_id)
    year = today(now).year
    # Writers take turns, so nobody else takes the same serial, and none is lost on the way.
    last = session.scalar(select(func.max(Label.serial)).where(Label.year == year))
    serial = (last or 0) + 1
    label = Label(
        public_id=new_public_id(),
        number=make_number(edition.number_prefix, year, serial),
        scheme=edition.scheme,
        year=year,
        serial=serial,
        organisation_id=application.organisation_id,
        ordinal=ended.ordinal + 1 if ended is not None else 1,
        created_at=now,
    )
    session.add(label)
    session.flush()
    audit.record(session, actor, "label.created", label, now, number=label.number)
    return label


def _span(session: Session, application: Application, level_id: str, now: datetime) -> Span:
    try:
        span = term_days(session, application, level_id, now)
    except HeldAlready:
        raise NotNow(HELD_ALREADY) from None
    if span.last < today(now):
        raise NotNow(lazy("Visit or old end lie so far back that the label would be over already."))
    return span


def _order(session: Session, label: Label, term: LabelTerm, language: str, now: datetime) -> None:
    version = newest_version(session, label.id)
    order = Order(KIND, label.id, term.id, language, version)
    try:
        label_sheet(session, order)
    except BadInput as refused:
        raise NotNow(
            lazy("The certificate could not be printed: %(why)s"), why=str(refused)
        ) from None
    order_certificate(
        session,
        kind=KIND,
        subject_id=label.id,
        term_id=term.id,
        language=language,
        version=version,
        now=now,
    )
