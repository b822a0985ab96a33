"""What a decision may grant, and the label that comes of it: number, term, certificate."""

from calendar import monthrange
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from assessments.editions.model import Level
from certificates.errors import BadInput
from certificates.identifiers import new_public_id
from certificates.numbers import make_number
from certificates.standing import Status, status_on
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_in
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.decisions import queries
from labelling.decisions.logged import log_grant
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.picture import grantable
from labelling.decisions.search import words_of
from labelling.decisions.sheets import KIND, label_sheet
from labelling.issuing.orders import order_certificate
from labelling.issuing.sources import Order
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries as reviews
from labelling.reviews.models import Outcome
from labelling.reviews.outcomes import outcome_by_rules

_FINAL = frozenset({Status.REVOKED, Status.WITHDRAWN})
_MONTHS = 12


def granted_level(
    session: Session, application: Application, outcome: Outcome, level_id: str | None
) -> str | None:
    """Return the level that goes with an outcome, None where nothing is awarded.

    Raises Invalid for a level that is not below the one applied for, and for one whose rules the
    agreed scores do not meet: a level is held when all its rules hold.
    """
    if outcome is Outcome.NOT_AWARDED:
        return None
    edition = edition_of(application)
    reached = {level.id for level in grantable(edition, outcome_by_rules(session, application))}
    if outcome is Outcome.AWARDED:
        if application.level_id not in reached:
            raise Invalid(
                lazy("The agreed scores do not meet the rules of this level."), field="outcome"
            )
        return application.level_id
    return _lower_level(edition, application, reached, level_id)


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
    label = _label(session, actor, edition, application, now)
    term = LabelTerm(
        label_id=label.id,
        ordinal=len(queries.terms_of(session, label.id)) + 1,
        decision_id=decision.id,
        level_id=level_id,
        edition_id=application.edition_id,
        edition_sha256=application.edition_sha256,
        holder=organisation.name,
        country=organisation.country,
        city=organisation.city,
        valid_from=today(now),
        valid_until=_last_day(session, application, level_in(edition, level_id), today(now)),
        recorded_at=now,
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
        valid_from=term.valid_from.isoformat(),
        valid_until=term.valid_until.isoformat(),
    )
    log_grant(session, label, term, now)
    _order(session, label, term, organisation.language, now)
    return label, term


def _label(
    session: Session, actor: Actor, edition: Edition, application: Application, now: datetime
) -> Label:
    known = queries.find_label(session, edition.scheme, application.organisation_id)
    if known is not None:
        standing = status_on(queries.history(session, known.id), today(now))
        if standing.status in _FINAL:
            raise NotNow(
                lazy("The organisation’s label has ended for good, so no further term can begin.")
            )
        return known
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
        created_at=now,
    )
    session.add(label)
    session.flush()
    audit.record(session, actor, "label.created", label, now, number=label.number)
    return label


def _last_day(session: Session, application: Application, level: Level, decided: date) -> date:
    """Return the last day of the month so many months after that of the visit or interview."""
    if level.validity is None:
        raise NotNow(lazy("The edition does not say how long this level is valid."))
    visit = reviews.visit(session, application.id)
    counted = visit.took_place_on if visit is not None else decided
    last = end_of_month(counted, level.validity.first_months)
    if last < decided:
        raise NotNow(lazy("The visit lies so far back that the label would be over already."))
    return last


def end_of_month(day: date, months: int) -> date:
    """Return the last day of the month that comes so many months after the day's own."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _order(session: Session, label: Label, term: LabelTerm, language: str, now: datetime) -> None:
    order = Order(KIND, label.id, term.id, language, term.ordinal)
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
        version=term.ordinal,
        now=now,
    )
