"""What exchanges offer the others: a count for the award, tasks, personal data."""

from labelling.club.award.counts import counted
from labelling.club.exchange import personal_data, tasks
from labelling.club.exchange.queries import visits_hosted
from labelling.core.i18n import lazy

__all__ = ["personal_data", "tasks"]

counted("visits_hosted", lazy("Visits hosted"), visits_hosted)
