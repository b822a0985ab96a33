"""Everything that people do with appeals: every write of this subject."""

from labelling.decisions.appeals.actions.admissibility import (
    acknowledge_appeal,
    extend_appeal,
    judge_admissibility,
    propose_admissibility,
    send_proposal_back,
)
from labelling.decisions.appeals.actions.deliberating import cast_vote, write_draft, write_note
from labelling.decisions.appeals.actions.filing import file_appeal, withdraw_appeal
from labelling.decisions.appeals.actions.following import reopen_case
from labelling.decisions.appeals.actions.panels import (
    compose_panel,
    declare_independence,
    decline_seat,
    remove_member,
)

__all__ = [
    "acknowledge_appeal",
    "cast_vote",
    "compose_panel",
    "declare_independence",
    "decline_seat",
    "extend_appeal",
    "file_appeal",
    "judge_admissibility",
    "propose_admissibility",
    "remove_member",
    "reopen_case",
    "send_proposal_back",
    "withdraw_appeal",
    "write_draft",
    "write_note",
]
