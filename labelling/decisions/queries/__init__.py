"""What can be read of decisions and labels; each function reads as the answer it gives."""

from labelling.decisions.queries.cases import (
    case_for,
    decided,
    get_decision,
    last_item,
    sent_back,
    standing_decision,
    waiting,
    waits_for_agenda,
)
from labelling.decisions.queries.changes import (
    change_case_for,
    changes_of,
    find_waiting_change,
    get_change,
    label_case_for,
    waiting_changes,
)
from labelling.decisions.queries.deciders import (
    case_officers,
    change_deciders,
    deciders,
    preparers,
    second_persons,
)
from labelling.decisions.queries.earlier import EarlierLabel, earlier_labels
from labelling.decisions.queries.histories import histories, history, history_from
from labelling.decisions.queries.labels import (
    events_of,
    find_label,
    get_label,
    labels_of,
    list_labels,
    term_of_decision,
    terms_of,
)

__all__ = [
    "EarlierLabel",
    "case_for",
    "case_officers",
    "change_case_for",
    "change_deciders",
    "changes_of",
    "decided",
    "deciders",
    "earlier_labels",
    "events_of",
    "find_label",
    "find_waiting_change",
    "get_change",
    "get_decision",
    "get_label",
    "histories",
    "history",
    "history_from",
    "label_case_for",
    "labels_of",
    "last_item",
    "list_labels",
    "preparers",
    "second_persons",
    "sent_back",
    "standing_decision",
    "term_of_decision",
    "terms_of",
    "waiting",
    "waiting_changes",
    "waits_for_agenda",
]
