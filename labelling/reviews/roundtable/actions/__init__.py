"""Every write at the round table: each action loads, requires, decides, records."""

from labelling.reviews.roundtable.actions.leading import (
    SEATS,
    close_table,
    open_table,
    set_minutes,
    show_part,
)
from labelling.reviews.roundtable.actions.saying import note_presence, say
from labelling.reviews.roundtable.actions.writing import (
    Draft,
    PenPassed,
    agree_at_table,
    ask_for_pen,
    pass_pen,
    write_draft,
)

__all__ = [
    "SEATS",
    "Draft",
    "PenPassed",
    "agree_at_table",
    "ask_for_pen",
    "close_table",
    "note_presence",
    "open_table",
    "pass_pen",
    "say",
    "set_minutes",
    "show_part",
    "write_draft",
]
