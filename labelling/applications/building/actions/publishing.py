"""Publishing an edition: proposed by one officer, published by another, never changed again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import Edition
from assessments.editions.loader import FaultyEdition, load
from labelling.applications.building import queries
from labelling.applications.building.actions.beginning import is_taken
from labelling.applications.building.actions.keeping import refuse_standing_still
from labelling.applications.building.actions.mapping import put_in_use
from labelling.applications.building.checking import orphans, scheme_with_letters, unfit_for_labels
from labelling.applications.building.mapping import MADE, begun
from labelling.applications.building.models import (
    DraftState,
    EditionDraft,
    EditionMapping,
    PublishedEdition,
)
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.editions import edition, editions

REASON_LIMIT = 1000


def propose_edition(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    version: int,
    applies_from: date,
    now: datetime,
) -> EditionDraft:
    """Ask a second officer to publish a draft, which stands still from here on.

    ``version`` is the draft's that was seen. Raises NotNow where it has faults or was saved
    meanwhile, Invalid for a first day that is past.
    """
    draft = queries.get_draft(session, draft_id)
    access.require(actor, Permission.EDITION_EDIT, draft)
    refuse_standing_still(draft)
    if draft.version != version:
        raise NotNow(
            lazy("Somebody saved meanwhile. Look at the draft again before you propose it.")
        )
    if applies_from < today(now):
        raise Invalid(lazy("The first day must not be past."), field="applies_from")
    _refuse_faulty(draft)
    draft.state, draft.applies_from = DraftState.PROPOSED, applies_from
    draft.proposed_at, draft.proposed_by, draft.sent_back = now, actor.person_id, ""
    audit.record(
        session, actor, "edition.proposed", draft, now,
        edition=draft.edition_id, applies_from=applies_from.isoformat(),
    )  # fmt: skip
    return draft


def take_back(session: Session, *, actor: Actor, draft_id: UUID, now: datetime) -> EditionDraft:
    """Take a proposal back, to go on working on the draft."""
    draft = queries.get_draft(session, draft_id)
    access.require(actor, Permission.EDITION_EDIT, draft)
    _refuse_not_waiting(draft)
    draft.state = DraftState.OPEN
    audit.record(session, actor, "edition.taken_back", draft, now, edition=draft.edition_id)
    return draft


def send_back(
    session: Session, *, actor: Actor, draft_id: UUID, reason: str, now: datetime
) -> EditionDraft:
    """Give a proposed draft back as the second officer, with the reason."""
    draft = queries.get_draft(session, draft_id)
    subject = queries.proposed(session, draft, actor.person_id, now)
    access.require(actor, Permission.EDITION_PUBLISH, subject, now=now)
    _refuse_not_waiting(draft)
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Say in at most %(most)s characters what is to be changed."),
            field="reason",
            most=REASON_LIMIT,
        )
    draft.state, draft.sent_back = DraftState.OPEN, reason
    audit.record(
        session, actor, "edition.sent_back", draft, now, edition=draft.edition_id, reason=reason
    )
    return draft


def publish_edition(
    session: Session, *, actor: Actor, draft_id: UUID, seen: str, now: datetime
) -> PublishedEdition:
    """Publish a proposed draft as the second officer, under its hash and for good.

    ``seen`` is the mark of the proposal that was read: nobody publishes what was exchanged
    meanwhile. Running applications keep the edition that they were started under. Raises NotNow
    where the draft does not wait, was proposed anew, has faults, or its id was published meanwhile.
    """
    draft = queries.get_draft(session, draft_id)
    subject = queries.proposed(session, draft, actor.person_id, now)
    access.require(actor, Permission.EDITION_PUBLISH, subject, now=now)
    _refuse_not_waiting(draft)
    if seen != proposal_mark(draft):
        raise NotNow(
            lazy("Another proposal stands here meanwhile. Read it, then send your answer again.")
        )
    if is_taken(draft.edition_id):
        raise NotNow(lazy("An edition of this id was published meanwhile."))
    found = _refuse_faulty(draft)
    earlier = [one.id for one in editions() if one.scheme == draft.scheme]
    row = PublishedEdition(
        edition_id=found.id,
        scheme=found.scheme,
        before=earlier[-1] if earlier else "",
        sha256=found.identity,
        content=found.canonical.decode(),
        applies_from=max(draft.applies_from or today(now), today(now)),
        draft_id=draft.id,
        proposed_by=draft.proposed_by,
        published_at=now,
        published_by=actor.person_id,
    )
    session.add(row)
    draft.state = DraftState.PUBLISHED
    session.flush()
    _keep_the_way(session, actor, draft, found, now)
    audit.record(
        session, actor, "edition.published", row, now,
        edition=row.edition_id, sha256=row.sha256, applies_from=row.applies_from.isoformat(),
    )  # fmt: skip
    return row


def _keep_the_way(
    session: Session, actor: Actor, draft: EditionDraft, found: Edition, now: datetime
) -> None:
    """Map the edition that was copied to the new one where parts were renamed."""
    if not draft.renamed or not is_taken(draft.copied_from):
        return
    before = edition(draft.copied_from)
    row = EditionMapping(
        source_id=before.id,
        target_id=found.id,
        content=begun(before, found, draft.renamed) | {MADE: "renaming"},
        version=1,
        saved_at=now,
        saved_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    put_in_use(session, actor, row, now)


def proposal_mark(draft: EditionDraft) -> str:
    """Return what tells one proposal of a draft from another: its version and its first day."""
    return f"{draft.version}/{draft.applies_from}"


def _refuse_not_waiting(draft: EditionDraft) -> None:
    if draft.state is not DraftState.PROPOSED:
        raise NotNow(lazy("This draft does not wait for a second officer."))


def _refuse_faulty(draft: EditionDraft) -> Edition:
    tree = queries.tree_of(draft) | {"status": "published"}
    if other := scheme_with_letters(tree):
        raise NotNow(
            lazy("The scheme %(scheme)s numbers its labels with these letters. Choose others."),
            scheme=other,
        )
    found = unfit_for_labels(tree) + orphans(tree)
    try:
        edition = load(tree)
    except FaultyEdition as refused:
        found += refused.faults
    if found:
        raise NotNow(
            lazy("The draft still has %(number)s faults; the first one: %(fault)s"),
            number=len(found),
            fault=str(found[0]),
        )
    return edition
