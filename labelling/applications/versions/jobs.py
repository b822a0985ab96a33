"""What versions offer outside requests: personal data, and their end."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications, counts_as_content
from labelling.applications.versions import personal_data
from labelling.applications.versions.models import DraftVersion
from labelling.core.doors import holds_personal_data
from labelling.core.outbox import every_minute

KEPT = timedelta(days=30)
"""How long a version that was thrown away stays, in case somebody asks for it back."""


@every_minute
def forget_thrown_away(session: Session, now: datetime) -> None:
    """Delete the versions that were thrown away long ago, with their texts and their names."""
    due = session.scalars(select(DraftVersion.id).where(DraftVersion.removed_at < now - KEPT)).all()
    if due:
        personal_data.delete_versions(session, due)


holds_personal_data("applications_versions", personal_data.export, personal_data.erase)
clears_applications(personal_data.clear)
counts_as_content(DraftVersion.application_id)
