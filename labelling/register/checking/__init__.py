"""Looking into a stranger's file in a process that can do nothing else."""

from labelling.register.checking.parent import Busy, CannotBeChecked, check, turn, warm_up

__all__ = ["Busy", "CannotBeChecked", "check", "turn", "warm_up"]
