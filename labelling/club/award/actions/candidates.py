"""What a member agrees to: to be named, by route alone or with its figure; it can take it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.award import queries
from labelling.club.award.models import Candidacy, Naming, Route
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.countries import CODES

STATEMENT_LIMIT, PLACE_LIMIT = 3000, 60


def keep_candidacy(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    membership_id: UUID,
    naming: Naming,
    by_name: bool = False,
    statement: str = "",
    country: str = "",
    place: str = "",
    now: datetime,
) -> Candidacy:
    """Say what a member agrees to, until the announcement; taking it back is always possible.

    ``by_name`` lets the appraisers read its name. For best practice with what they read; a firm
    says which country is printed. Once an appraiser has handed in, nobody new comes in. Raises
    NotNow, Invalid.
    """
    own = queries.own_candidacy(session, actor, round_id, membership_id, now)
    access.require(actor, Permission.CANDIDACY_KEEP, own)
    rule = queries.find_rule(session, round_id)
    if rule is None or rule.confirmation is None:
        raise NotNow(lazy("There is no fixed rule for this round yet."))
    if queries.find_award(session, round_id) is not None:
        raise NotNow(lazy("The award of this round was announced."))
    row = queries.candidacies_in(session, round_id).get(membership_id)
    if naming is not Naming.NOTHING:
        _refuse_after_scores(session, rule.row.id, row, statement, by_name=by_name)
        if rule.row.route is Route.BEST_PRACTICE and not statement.strip():
            raise Invalid(lazy("Write what the appraisers read."), field="statement")
        if own.place.membership.organisation_id is None and country not in CODES:
            raise Invalid(lazy("Choose the country that is printed."), field="country")
    if len(statement) > STATEMENT_LIMIT or len(place) > PLACE_LIMIT:
        raise Invalid(lazy("This text is too long."), field="statement")
    if row is None:
        row = Candidacy(round_id=round_id, membership_id=membership_id)
        session.add(row)
    row.by_name = by_name
    row.naming, row.statement, row.country, row.place = naming, statement, country, place
    row.given_at, row.given_by = now, actor.person_id
    session.flush()
    audit.record(
        session, actor, "candidacy.kept", row, now,
        round=str(round_id), naming=naming.value, by_name=by_name,
    )  # fmt: skip
    return row


def _refuse_after_scores(
    session: Session, rule_id: UUID, row: Candidacy | None, statement: str, *, by_name: bool
) -> None:
    """Refuse what some appraisers would read and others have not; a name can be taken back."""
    handed_in = any(one.handed_in_at for one in queries.appraisers_of(session, rule_id))
    stood = row is not None and row.naming is not Naming.NOTHING
    adds = row is None or row.statement != statement or (by_name and not row.by_name)
    if handed_in and (not stood or adds):
        raise NotNow(
            lazy("The appraisers have begun to hand in, so nothing new can be added any more.")
        )
