"""What assessors say of themselves, so that the office can build teams."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.fields import FIELDS
from labelling.reviews import queries
from labelling.reviews.models import AssessorProfile
from labelling.reviews.subjects import OwnProfile


def save_profile(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    country: str,
    languages: Sequence[str],
    fields: Sequence[str],
    now: datetime,
) -> AssessorProfile:
    """Keep an assessor's country, languages and technology fields.

    Raises Invalid without a language, or for a field that does not exist.
    """
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(person_id))
    if not languages:
        raise Invalid(lazy("Name at least one language that you can assess in."), field="languages")
    if any(one not in FIELDS for one in fields):
        raise Invalid(lazy("Choose fields from the list."), field="fields")
    profile = queries.find_profile(session, person_id) or AssessorProfile(person_id=person_id)
    profile.country, profile.updated_at = country, now
    profile.languages, profile.fields = list(languages), list(fields)
    session.add(profile)
    session.flush()
    audit.record(session, actor, "profile.saved", profile, now)
    return profile
