"""What the lines of a fee's record are called on pages."""

from collections.abc import Mapping

from labelling.applications.fees.models import FeeStep
from labelling.core.i18n import Text, lazy

STEP_NAMES: Mapping[FeeStep, Text] = {
    FeeStep.OPENED: lazy("Opened with the application"),
    FeeStep.PAYER: lazy("Payer named"),
    FeeStep.AMOUNT: lazy("Amount set"),
    FeeStep.INVOICED: lazy("Invoice recorded"),
    FeeStep.PAID: lazy("Payment recorded"),
    FeeStep.NOT_PAID: lazy("Payment taken back"),
    FeeStep.WAIVER_PROPOSED: lazy("Waiver proposed"),
    FeeStep.WAIVER_REFUSED: lazy("Waiver refused"),
    FeeStep.WAIVED: lazy("Waived"),
}
