"""Ordering a bid pack: what the owner ticked, as it stands at this moment."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit, clock, outbox
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound, TooMany
from labelling.core.i18n import LANGUAGES, lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import get_organisation
from labelling.register.bidpacks import queries
from labelling.register.bidpacks.models import BidPack

MAKE = "bid-pack.make"
A_DAY = 10
"""Bid packs that an organisation may order within 24 hours."""


def order_pack(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    public_id: str,
    language: str,
    figures: Collection[str],
    with_result: bool,
    now: datetime,
) -> BidPack:
    """Queue a bid pack with the figures of these facts, and the agreed result only if told so.

    Raises TooMany for more than ten a day, and Invalid for what the owner could not have ticked.
    """
    organisation = get_organisation(session, organisation_id)
    access.require(actor, Permission.BID_PACK_ORDER, organisation, now=now)
    entry = next(
        (one for one in queries.held(session, organisation_id) if one.label.public_id == public_id),
        None,
    )
    if entry is None or actor.person_id is None:
        raise NotFound
    if queries.ordered_since(session, organisation_id, now - timedelta(days=1)) >= A_DAY:
        raise TooMany(lazy("Ten bid packs were ordered within a day. Order the next one tomorrow."))
    offer = queries.offer_of(session, entry, clock.today(now))
    known = {figure.fact.id: figure for figure in offer.figures}
    if language not in LANGUAGES or not set(figures) <= set(known):
        raise Invalid(lazy("Choose from what is offered."), field="figures")
    if with_result and offer.result is None:
        raise Invalid(lazy("There is no final result to show."), field="with_result")
    pack = BidPack(
        label_id=entry.label.id,
        organisation_id=organisation_id,
        language=language,
        chosen={
            "figures": [
                {
                    "fact": one.fact.id,
                    "year": one.year,
                    "value": one.value,
                    "grade": one.grade,
                }
                for one in offer.figures
                if one.fact.id in figures
            ],
            "result": str(offer.result) if with_result else None,
        },
        ordered_by=actor.person_id,
        ordered_at=now,
    )
    session.add(pack)
    session.flush()
    audit.record(
        session, actor, "bid-pack.order", pack, now, figures=len(figures), with_result=with_result
    )
    outbox.put_job(session, MAKE, {"pack": str(pack.id)}, now, about=pack, key=f"{MAKE}:{pack.id}")
    return pack
