"""Everything that people do with sittings: every write of the committee."""

from labelling.decisions.committee.actions.agenda import move_item, put_on_agenda, take_off_agenda
from labelling.decisions.committee.actions.attending import record_attendance, recuse
from labelling.decisions.committee.actions.closing import close_item, put_motion, put_off_item
from labelling.decisions.committee.actions.minuting import (
    approve_minutes,
    note_printed,
    write_remarks,
)
from labelling.decisions.committee.actions.planning import (
    Arrangement,
    call_off,
    call_sitting,
    change_sitting,
    plan_sitting,
    reply,
)
from labelling.decisions.committee.actions.voting import cast_vote, object_to_writing, put_dissent

__all__ = [
    "Arrangement",
    "approve_minutes",
    "call_off",
    "call_sitting",
    "cast_vote",
    "change_sitting",
    "close_item",
    "move_item",
    "note_printed",
    "object_to_writing",
    "plan_sitting",
    "put_dissent",
    "put_motion",
    "put_off_item",
    "put_on_agenda",
    "record_attendance",
    "recuse",
    "reply",
    "take_off_agenda",
    "write_remarks",
]
