"""Forms of the club: what is asked for, in words and shape."""

from labelling.club.forms.fields import as_uuid, choices, day, day_of, line, lines
from labelling.club.forms.indicators import ChangeForm, ProposalForm
from labelling.club.forms.members import (
    AcceptForm,
    BandsForm,
    ClubForm,
    CodeForm,
    ContactForm,
    KindForm,
    LeaveForm,
    MemberForm,
    OpennessForm,
    TokenForm,
)
from labelling.club.forms.rounds import (
    LONGEST_SHEET,
    DatesForm,
    FreezeForm,
    QueryAnswerForm,
    QueryForm,
    RoundForm,
    SheetForm,
)
from labelling.club.forms.surveys import InviteForm, SurveyForm

__all__ = [
    "LONGEST_SHEET",
    "AcceptForm",
    "BandsForm",
    "ChangeForm",
    "ClubForm",
    "CodeForm",
    "ContactForm",
    "DatesForm",
    "FreezeForm",
    "InviteForm",
    "KindForm",
    "LeaveForm",
    "MemberForm",
    "OpennessForm",
    "ProposalForm",
    "QueryAnswerForm",
    "QueryForm",
    "RoundForm",
    "SheetForm",
    "SurveyForm",
    "TokenForm",
    "as_uuid",
    "choices",
    "day",
    "day_of",
    "line",
    "lines",
]
