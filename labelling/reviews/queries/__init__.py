"""What can be read of reviews; each function reads as the answer it gives."""

from labelling.reviews.queries.candidates import Candidate, candidates, countries, find_profile
from labelling.reviews.queries.clarifications import (
    answered,
    asked_of_office,
    forwarded,
    get_clarification,
    own_clarifications,
)
from labelling.reviews.queries.outcome import (
    agreed_judgements,
    feedback_report,
    find_report,
    find_waiver,
    recommendation,
    visit,
)
from labelling.reviews.queries.own import OwnSeat, own_seats
from labelling.reviews.queries.scores import (
    agreed_scores,
    dissents,
    handed_in_opinions,
    kept_judgements,
    opinions_by_seat,
    part_reviews,
)
from labelling.reviews.queries.seats import (
    STANDING,
    all_seats,
    assessment,
    find_review,
    get_seat,
    known_to_applicant,
    lead_of,
    office_contacts,
    panel,
    panels,
    reviews,
    seats_of_person,
)

__all__ = [
    "STANDING",
    "Candidate",
    "OwnSeat",
    "agreed_judgements",
    "agreed_scores",
    "all_seats",
    "answered",
    "asked_of_office",
    "assessment",
    "candidates",
    "countries",
    "dissents",
    "feedback_report",
    "find_profile",
    "find_report",
    "find_review",
    "find_waiver",
    "forwarded",
    "get_clarification",
    "get_seat",
    "handed_in_opinions",
    "kept_judgements",
    "known_to_applicant",
    "lead_of",
    "office_contacts",
    "opinions_by_seat",
    "own_clarifications",
    "own_seats",
    "panel",
    "panels",
    "part_reviews",
    "recommendation",
    "reviews",
    "seats_of_person",
    "visit",
]
