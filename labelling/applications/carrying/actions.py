"""Carrying accepted answers over into the draft, as new versions that say where they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.carrying.loading import load_preview
from labelling.applications.carrying.previewing import Offer
from labelling.applications.carrying.sources import origins_of
from labelling.applications.models import Application
from labelling.applications.versions.actions.taking import Choice, Chosen, take_parts
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


class OfferChanged(Conflict):
    """What would be carried over is no longer what the preview showed."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was chosen for a part: how, which version was seen (0: none), and which offer."""

    choice: Choice
    seen: int
    mark: str


def carry_over(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    source_id: UUID,
    key: str,
    accepted: Mapping[str, Accepted],
    now: datetime,
) -> list[str]:
    """Save the accepted parts as the draft's newest versions; return which were carried over.

    Only what was accepted changes anything, and each new version keeps where it came from. Raises
    OfferChanged or AnswerChanged where either side is not what the preview showed; then nothing
    is carried over at all.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    wanted = {part: one for part, one in accepted.items() if one.choice is not Choice.LEAVE}
    if not wanted:
        raise Invalid(lazy("Choose at least one part to carry over."))
    before, source, shown = load_preview(session, application, source_id, key)
    access.require(actor, Permission.ANSWER_VIEW, before, now=now)
    offers = {one.part_id: one for one in shown.offers if one.part_id in wanted}
    for part_id, one in wanted.items():
        if part_id not in offers or offers[part_id].mark != one.mark:
            raise OfferChanged(lazy("The earlier answers have changed meanwhile."))
    take_parts(
        session,
        actor=actor,
        application=application,
        source=shown.as_source(key, source.name),
        chosen={part_id: Chosen(one.choice, one.seen) for part_id, one in wanted.items()},
        origins=_origins(session, before, key, list(offers.values())),
        now=now,
    )
    audit.record(
        session,
        actor,
        "application.carried",
        application,
        now,
        source=before.reference,
        parts=sorted(offers),
    )
    return list(offers)


def _origins(
    session: Session, before: Application, key: str, offers: Sequence[Offer]
) -> dict[str, list[dict[str, str]]]:
    """Return by part where it comes from, and where that had come from itself, nearest first."""
    seen = {part_id: said.rests_on or 0 for offer in offers for part_id, said in offer.sources}
    older = origins_of(session, before.id, seen)
    found = {}
    for offer in offers:
        rows = [
            {
                "application": before.reference,
                "edition": before.edition_id,
                "sha256": before.edition_sha256,
                "part": part_id,
                "of": key,
            }
            for part_id, _ in offer.sources
        ]
        for part_id, _ in offer.sources:
            rows += [row for row in older.get(part_id, []) if row not in rows]
        found[offer.part_id] = rows
    return found
