"""Who may do what in the register: all is public but the making of statistics and bid packs."""

from labelling.register.bidpacks import policy as bid_packs
from labelling.register.statistics import policy as statistics

__all__ = ["bid_packs", "statistics"]
