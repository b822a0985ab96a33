"""What states of visits are called."""

from collections.abc import Mapping

from labelling.club.exchange.models import VisitState
from labelling.core.i18n import Text, lazy

STATES: Mapping[VisitState, Text] = {
    VisitState.PLANNED: lazy("planned"),
    VisitState.HELD: lazy("took place"),
    VisitState.CANCELLED: lazy("cancelled"),
}
