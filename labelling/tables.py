"""Every room's tables, imported so that migrations and tests see the whole schema."""

from sqlalchemy import MetaData

import labelling.applications.building.models
import labelling.applications.fees.models
import labelling.applications.models
import labelling.applications.paper.models
import labelling.applications.together.models
import labelling.applications.versions.models
import labelling.applications.workshop.models
import labelling.club.award.models
import labelling.club.exchange.models
import labelling.club.meetings.mode.models
import labelling.club.meetings.models
import labelling.club.models
import labelling.club.results.models
import labelling.core.audit
import labelling.core.installation
import labelling.core.outbox
import labelling.core.sentforms
import labelling.decisions.appeals.models
import labelling.decisions.clocks.models
import labelling.decisions.committee.models
import labelling.decisions.complaints.models
import labelling.decisions.conditions.models
import labelling.decisions.correspondence.models
import labelling.decisions.hearings.models
import labelling.decisions.models
import labelling.decisions.offers.models
import labelling.decisions.renewal.models
import labelling.decisions.surveillance.models
import labelling.decisions.versions.models
import labelling.decisions.withdrawals.models
import labelling.issuing.designs.models
import labelling.issuing.models
import labelling.observatory.models
import labelling.organisations.models
import labelling.people.models
import labelling.register.bidpacks.models
import labelling.register.statistics.models
import labelling.reviews.calibration.models
import labelling.reviews.conflicts.models
import labelling.reviews.courses.models
import labelling.reviews.inviting.models
import labelling.reviews.models
import labelling.reviews.profiles.models
import labelling.reviews.reliability.models
import labelling.reviews.reporting.models
import labelling.reviews.roundtable.models
import labelling.reviews.visiting.models  # noqa: F401
from labelling.core.model import Model

METADATA: MetaData = Model.metadata
