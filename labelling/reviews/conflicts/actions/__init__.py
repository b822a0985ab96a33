"""Every write of objections."""

from labelling.reviews.conflicts.actions.objecting import decide_objection, object_to

__all__ = ["decide_objection", "object_to"]
