"""Every write of officers' absences."""

from labelling.reviews.inviting.actions.deputies import name_deputy, take_absence_back

__all__ = ["name_deputy", "take_absence_back"]
