"""Every room's tables, imported so that migrations and tests see the whole schema."""

from sqlalchemy import MetaData

import labelling.applications.models
import labelling.core.audit
import labelling.core.installation
import labelling.core.outbox
import labelling.decisions.hearings.models
import labelling.decisions.models
import labelling.decisions.versions.models
import labelling.decisions.withdrawals.models
import labelling.issuing.models
import labelling.organisations.models
import labelling.people.models
import labelling.reviews.models  # noqa: F401
from labelling.core.model import Model

METADATA: MetaData = Model.metadata
