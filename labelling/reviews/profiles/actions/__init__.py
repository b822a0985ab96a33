"""Every write to assessors' files: what is theirs they keep, what is the office's the office."""

from labelling.reviews.profiles.actions.office import (
    note_involvement,
    record_contract,
    record_rate,
    record_training,
)
from labelling.reviews.profiles.actions.own import (
    add_absence,
    add_employer,
    end_employer,
    remove_absence,
    save_experience,
)

__all__ = [
    "add_absence",
    "add_employer",
    "end_employer",
    "note_involvement",
    "record_contract",
    "record_rate",
    "record_training",
    "remove_absence",
    "save_experience",
]
