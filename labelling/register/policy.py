"""Who may do what in the register: all of it is public but the making of the yearly statistics."""

from labelling.register.statistics import policy as statistics

__all__ = ["statistics"]
