"""What the rules about fees decide about, beside applications themselves."""

from dataclasses import dataclass

from labelling.applications.fees.models import Fee
from labelling.applications.models import Application


@dataclass(frozen=True, slots=True)
class FeeBook:
    """The list of all fees, with its totals."""


@dataclass(frozen=True, slots=True)
class WaiverCase:
    """A proposal to waive a fee; ``independent``: who asks and who proposed are two persons."""

    fee: Fee
    application: Application
    independent: bool
