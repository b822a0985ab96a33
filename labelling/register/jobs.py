"""What the register offers the others: tasks and personal data around the yearly statistics."""

from labelling.core import doors
from labelling.register.bidpacks import making as bid_packs
from labelling.register.statistics import keeping

__all__ = ["bid_packs"]

doors.holds_personal_data("register", keeping.export, keeping.erase)
