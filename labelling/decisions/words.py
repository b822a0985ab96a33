"""What outcomes, changes and standings are called on pages."""

from collections.abc import Mapping

from certificates.standing import Status
from labelling.core.i18n import Text, lazy, lazy_in
from labelling.decisions.models import LabelEventKind
from labelling.reviews.models import Outcome

OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.AWARDED: lazy("Awarded"),
    Outcome.WITH_CONDITIONS: lazy("Awarded with conditions"),
    Outcome.LOWER_LEVEL: lazy("Lower level offered"),
    Outcome.NOT_AWARDED: lazy("Not awarded"),
}

CHANGE_NAMES: Mapping[LabelEventKind, Text] = {
    LabelEventKind.SUSPENDED: lazy("Suspend"),
    LabelEventKind.LIFTED: lazy("Lift the suspension"),
    LabelEventKind.REVOKED: lazy("Revoke"),
    LabelEventKind.WITHDRAWN: lazy_in("label", "Withdraw"),
}

CHANGE_NOUNS: Mapping[LabelEventKind, Text] = {
    LabelEventKind.SUSPENDED: lazy("Suspension"),
    LabelEventKind.LIFTED: lazy("Lifting of the suspension"),
    LabelEventKind.REVOKED: lazy("Revocation"),
    LabelEventKind.WITHDRAWN: lazy("Withdrawal"),
}

EVENT_NAMES: Mapping[LabelEventKind, Text] = {
    LabelEventKind.SUSPENDED: lazy("Suspended"),
    LabelEventKind.LIFTED: lazy("Suspension lifted"),
    LabelEventKind.REVOKED: lazy("Revoked"),
    LabelEventKind.WITHDRAWN: lazy_in("label", "Withdrawn"),
}

STATUS_NAMES: Mapping[Status, Text] = {
    Status.ACTIVE: lazy("Active"),
    Status.SUSPENDED: lazy("Suspended"),
    Status.EXPIRED: lazy("Expired"),
    Status.WITHDRAWN: lazy_in("label", "Withdrawn"),
    Status.REVOKED: lazy("Revoked"),
}
