"""Every write to reviews: each action loads, requires, decides, records."""

from labelling.reviews.actions.agreeing import agree_part, settle_by_mean, write_dissent
from labelling.reviews.actions.clarifying import (
    answer_clarification,
    ask_applicant,
    forward_clarification,
    return_clarification,
)
from labelling.reviews.actions.closing import close_agreement, open_visit
from labelling.reviews.actions.conflicts import agree_to_conflict, declare, decline
from labelling.reviews.actions.feedback import (
    finish_feedback,
    note_pdf,
    release_feedback,
    write_feedback,
    write_observations,
)
from labelling.reviews.actions.over_all import Move, arrange_over_all
from labelling.reviews.actions.panels import Wish, check_team, invite_team, release_seat
from labelling.reviews.actions.profiles import save_profile
from labelling.reviews.actions.recommending import recommend
from labelling.reviews.actions.scoring import hand_in, save_part_review
from labelling.reviews.actions.second_looks import invite_reader, waive_second_look
from labelling.reviews.actions.travelling import bring_back, choose_kept
from labelling.reviews.actions.visits import VisitRecord, record_visit

__all__ = [
    "Move",
    "VisitRecord",
    "Wish",
    "agree_part",
    "agree_to_conflict",
    "answer_clarification",
    "arrange_over_all",
    "ask_applicant",
    "bring_back",
    "check_team",
    "choose_kept",
    "close_agreement",
    "declare",
    "decline",
    "finish_feedback",
    "forward_clarification",
    "hand_in",
    "invite_reader",
    "invite_team",
    "note_pdf",
    "open_visit",
    "recommend",
    "record_visit",
    "release_feedback",
    "release_seat",
    "return_clarification",
    "save_part_review",
    "save_profile",
    "settle_by_mean",
    "waive_second_look",
    "write_dissent",
    "write_feedback",
    "write_observations",
]
