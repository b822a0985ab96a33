"""Letting the register say that a renewal is under way, and taking that back.

That an organisation applies is never public unless it wants so itself: a word that goes away
later would tell of a refusal.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.queries import get_label
from labelling.decisions.renewal import queries
from labelling.decisions.renewal.models import RenewalWord
from labelling.decisions.subjects import person_of


def let_register_tell(
    session: Session, *, actor: Actor, label_id: UUID, now: datetime
) -> RenewalWord:
    """Let the register say that the renewal of a label is under way, as long as it is.

    Raises NotNow where none was submitted, or the register may say so already.
    """
    label = get_label(session, label_id)
    access.require(actor, Permission.RENEWAL_TELL, label, now=now)
    found = queries.outlook(session, label, today(now))
    if found.running is None or not found.may_tell:
        raise NotNow(lazy("There is no renewal under way that the register could tell of."))
    if found.word is not None:
        raise NotNow(lazy("The register may tell of this renewal already."))
    word = RenewalWord(
        application_id=found.running.id, label_id=label_id, given_at=now, given_by=person_of(actor)
    )
    session.add(word)
    session.flush()
    audit.record(session, actor, "renewal.told", label, now, application=str(found.running.id))
    return word


def take_word_back(session: Session, *, actor: Actor, label_id: UUID, now: datetime) -> RenewalWord:
    """Let the register say nothing any more of a renewal. Raises NotNow where it says nothing."""
    label = get_label(session, label_id)
    access.require(actor, Permission.RENEWAL_TELL, label, now=now)
    word = queries.outlook(session, label, today(now)).word
    if word is None:
        raise NotNow(lazy("The register tells of no renewal of this label."))
    word.taken_back_at, word.taken_back_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "renewal.untold", label, now)
    return word
