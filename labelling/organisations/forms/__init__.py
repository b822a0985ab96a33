"""Forms of organisations: what is asked for, in words and shape; each module is about one thing."""

from labelling.organisations.forms.evidence import (
    DescribeForm,
    DescribePaperForm,
    DescriptionForm,
    FileForm,
    LinkForm,
    PaperForm,
    VersionForm,
)
from labelling.organisations.forms.fields import DayField, EmailField, web_address
from labelling.organisations.forms.members import LONGEST_LIST, MembersForm
from labelling.organisations.forms.profile import ProfileForm
from labelling.organisations.forms.seats import (
    AnswerForm,
    AppointForm,
    AskForm,
    HandOverForm,
    InviteForm,
    SeatForm,
)

__all__ = [
    "LONGEST_LIST",
    "AnswerForm",
    "AppointForm",
    "AskForm",
    "DayField",
    "DescribeForm",
    "DescribePaperForm",
    "DescriptionForm",
    "EmailField",
    "FileForm",
    "HandOverForm",
    "InviteForm",
    "LinkForm",
    "MembersForm",
    "PaperForm",
    "ProfileForm",
    "SeatForm",
    "VersionForm",
    "web_address",
]
