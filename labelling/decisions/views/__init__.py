"""Pages of decisions and labels."""

from labelling.decisions.appeals import views as appeals
from labelling.decisions.committee import views as committee
from labelling.decisions.complaints import views as complaints
from labelling.decisions.conditions import views as conditions
from labelling.decisions.correspondence import views as correspondence
from labelling.decisions.hearings import views as hearings
from labelling.decisions.offers import views as offers
from labelling.decisions.renewal import views as renewal
from labelling.decisions.surveillance import views as surveillance
from labelling.decisions.versions import views as versions
from labelling.decisions.views import cases, certificates, changes, held, labels
from labelling.decisions.views.blueprint import bp
from labelling.decisions.withdrawals import views as withdrawals

__all__ = [
    "cases",
    "certificates",
    "changes",
    "conditions",
    "hearings",
    "held",
    "labels",
    "offers",
    "renewal",
    "versions",
    "withdrawals",
]

BLUEPRINTS = (
    bp,
    committee.bp,
    correspondence.bp,
    appeals.bp,
    complaints.bp,
    *surveillance.BLUEPRINTS,
)
