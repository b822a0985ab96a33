"""The award is announced in the meeting: from here on it is public, and its certificate ordered."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.errors import BadInput
from certificates.identifiers import new_public_id
from certificates.leaves import LeafType
from certificates.numbers import make_number
from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.judging import JudgedFigure
from labelling.club.award.models import Award, AwardFile, Candidacy, Naming
from labelling.club.award.sheets import (
    KIND,
    PREFIX,
    award_sheet,
    figure_told,
    language_of,
    shown_until,
)
from labelling.club.award.stages import Step, standing_of
from labelling.club.award.subjects import RoundAward, person_of
from labelling.club.award.telling import tell_winner
from labelling.club.models import RoundState
from labelling.core import access, audit, i18n
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.issuing import events
from labelling.issuing.orders import order_certificate
from labelling.issuing.sources import Order
from labelling.organisations import queries as organisations

ANNOUNCED_IN = frozenset({RoundState.MEETING, RoundState.FINAL})


def announce_award(
    session: Session,
    *,
    actor: Actor,
    judged: JudgedFigure,
    given_on: date | None = None,
    now: datetime,
) -> Award:
    """Announce the award that was decided, name what the winner agreed to, order its certificate.

    ``given_on`` is the day on which the club gave it, for a round that was held elsewhere before.
    The figure is left out where it would tell of others. Raises NotNow before the meeting, where
    the winner has taken its consent back, and where its name cannot be printed; Conflict where
    something was named or published since the figure was judged.
    """
    file_id = judged.file_id
    known = queries.get_file(session, file_id)
    rule = queries.get_rule(session, known.row.rule_id)
    award = queries.award_for(session, actor, rule.round_id, now)
    access.require(actor, Permission.AWARD_PREPARE, award)
    stands = standing_of(session, award.round)
    decision = known.decision
    if stands.award is not None:
        raise NotNow(lazy("The award was announced already. Nothing was done a second time."))
    if stands.step is not Step.ANNOUNCE or stands.newest is None or decision is None:
        raise NotNow(lazy("There is no award to announce. Load the page again to see why."))
    if stands.newest.row.id != file_id:
        raise NotNow(lazy("There is no award to announce. Load the page again to see why."))
    if award.round.state not in ANNOUNCED_IN:
        raise NotNow(lazy("The award is announced in the meeting, not before it."))
    if not judged.holds(session, award.club.id):
        raise Conflict(lazy("Something was released or named meanwhile. Announce the award again."))
    if given_on is not None:
        _refuse_day(session, award, given_on, now)
    winner = UUID(known.row.members[0])
    said = queries.candidacies_in(session, rule.round_id)[winner]
    naming = said.naming if judged.safe else Naming.ROUTE
    row = _award(session, award, known, said, now, naming=naming, day=given_on or today(now))
    row.decided_on = given_on or today(decision.decided_at)
    row.announced_by = person_of(actor)
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "award.announced", row, now,
        round=str(rule.round_id), membership=str(winner), number=row.number,
        file=known.row.sha256, naming=said.naming.value,
    )  # fmt: skip
    _log(session, row, known.row, now)
    _order(session, row, now)
    tell_winner(session, award, row, "award_announced", now)
    return row


def _refuse_day(session: Session, award: RoundAward, given_on: date, now: datetime) -> None:
    if not club.was_taken_over(session, award.round.id):
        raise Invalid(lazy("This round is held here: its award is given on the day itself."))
    if not award.round.closes_on < given_on <= today(now):
        raise Invalid(
            lazy("The award was given after the figures were closed, and not later than today.")
        )


def _award(
    session: Session,
    award: RoundAward,
    known: queries.KnownFile,
    said: Candidacy,
    now: datetime,
    *,
    naming: Naming,
    day: date,
) -> Award:
    file = known.row
    holder, place, country = _holder(session, said)
    last = session.scalar(select(func.max(Award.serial)).where(Award.year == day.year)) or 0
    language = language_of(award.club)
    with i18n.speaking(language):
        figure = figure_told(session, award.club, award.round, file, naming)
    return Award(
        round_id=award.round.id,
        file_id=file.id,
        membership_id=said.membership_id,
        public_id=new_public_id(),
        number=make_number(PREFIX, day.year, last + 1),
        year=day.year,
        serial=last + 1,
        term_id=uuid4(),
        route=queries.get_rule(session, file.rule_id).route,
        club=award.club.name[:80],
        half_year=award.round.half_year,
        holder=holder[:160],
        place=place,
        country=country,
        figure=figure,
        language=language,
        shown_from=day,
        shown_until=shown_until(day),
        announced_at=now,
    )


def _holder(session: Session, said: Candidacy) -> tuple[str, str, str]:
    """Return name, town and country as they are printed."""
    membership = club.get_membership(session, said.membership_id)
    if membership.organisation_id is None:
        return membership.firm, said.place, said.country
    found = organisations.get_organisation(session, membership.organisation_id)
    return found.name, found.city[:60], found.country


def _log(session: Session, row: Award, file: AwardFile, now: datetime) -> None:
    """Log the award as a term is logged; its edition is the file that it follows from."""
    content = {
        "number": row.number,
        "term": str(row.term_id),
        "ordinal": 1,
        "level": row.route.value,
        "edition": f"award-{row.half_year}",
        "edition_sha256": file.sha256,
        "valid_from": row.shown_from.isoformat(),
        "valid_until": row.shown_until.isoformat(),
    }
    events.record(session, LeafType.GRANT, content, now, label=row.public_id)


def _order(session: Session, row: Award, now: datetime) -> None:
    order = Order(KIND, row.id, row.term_id, row.language, 1)
    try:
        award_sheet(session, order)
    except BadInput as refused:
        raise NotNow(
            lazy("The certificate could not be printed: %(why)s"), why=str(refused)
        ) from None
    order_certificate(
        session,
        kind=KIND,
        subject_id=row.id,
        term_id=row.term_id,
        language=row.language,
        version=1,
        now=now,
    )
