"""Tables of the club: clubs and members, indicators, rounds, releases, surveys, tokens."""

from labelling.club.models.clubs import (
    Club,
    CodeAcceptance,
    CodeOfConduct,
    KindOfMember,
    MadeOf,
    Membership,
    Openness,
)
from labelling.club.models.indicators import (
    IndicatorSetVersion,
    MemberChoice,
    Proposal,
    ProposalResult,
    ProposalVote,
)
from labelling.club.models.releases import FrozenRound, Release, ReleaseKind
from labelling.club.models.rounds import (
    ClubRound,
    PeerChoice,
    Query,
    QueryAnswer,
    RoundEvent,
    RoundMember,
    RoundState,
    SoftAnswer,
    Source,
    ValueRevision,
)
from labelling.club.models.shared import SharedFigure
from labelling.club.models.surveys import (
    Survey,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRating,
    SurveySheet,
)
from labelling.club.models.tokens import ApiToken, Scope

__all__ = [
    "ApiToken",
    "Club",
    "ClubRound",
    "CodeAcceptance",
    "CodeOfConduct",
    "FrozenRound",
    "IndicatorSetVersion",
    "KindOfMember",
    "MadeOf",
    "MemberChoice",
    "Membership",
    "Openness",
    "PeerChoice",
    "Proposal",
    "ProposalResult",
    "ProposalVote",
    "Query",
    "QueryAnswer",
    "Release",
    "ReleaseKind",
    "RoundEvent",
    "RoundMember",
    "RoundState",
    "Scope",
    "SharedFigure",
    "SoftAnswer",
    "Source",
    "Survey",
    "SurveyInvitation",
    "SurveyQuestion",
    "SurveyRating",
    "SurveySheet",
    "ValueRevision",
]
