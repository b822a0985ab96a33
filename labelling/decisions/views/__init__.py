"""Pages of decisions and labels."""

from labelling.decisions.hearings import views as hearings
from labelling.decisions.versions import views as versions
from labelling.decisions.views import cases, changes, held, labels
from labelling.decisions.views.blueprint import bp
from labelling.decisions.withdrawals import views as withdrawals

__all__ = ["cases", "changes", "hearings", "held", "labels", "versions", "withdrawals"]

BLUEPRINTS = (bp,)
