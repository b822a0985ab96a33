"""Every write to applications: each action loads, requires, decides, records."""

from labelling.applications.actions.dates import extend_deadline, set_due
from labelling.applications.actions.moving import move

__all__ = ["extend_deadline", "move", "set_due"]
