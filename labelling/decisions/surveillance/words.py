"""What kinds of notices, findings, steps and outcomes are called on pages and in mail."""

from collections.abc import Mapping

from labelling.core.i18n import Text, lazy
from labelling.decisions.surveillance.models import (
    FindingCause,
    FindingStepKind,
    MisuseOutcome,
    MisuseStepKind,
    NoticeKind,
    NoticeStepKind,
)

NOTICE_NAMES: Mapping[NoticeKind, Text] = {
    NoticeKind.MEMBERS: lazy("Members joined or left"),
    NoticeKind.STAFF: lazy("Staff of the office"),
    NoticeKind.LEGAL_FORM: lazy("Legal form or host"),
    NoticeKind.INSOLVENCY: lazy("Insolvency"),
    NoticeKind.MANAGEMENT: lazy("Management"),
    NoticeKind.WEBSITE: lazy("Website"),
    NoticeKind.MERGER: lazy("Merger or dissolution"),
    NoticeKind.OTHER: lazy("Something else"),
}

NOTICE_STEPS: Mapping[NoticeStepKind, Text] = {
    NoticeStepKind.ASKED: lazy("The office asked"),
    NoticeStepKind.ANSWERED: lazy("The holder answered"),
    NoticeStepKind.NO_EFFECT: lazy("No effect on the label"),
    NoticeStepKind.CONDITION: lazy("A condition was set"),
    NoticeStepKind.CHANGE: lazy("A change of the label is prepared"),
}

CAUSE_NAMES: Mapping[FindingCause, Text] = {
    FindingCause.ELIGIBILITY: lazy("A rule of eligibility is not met"),
    FindingCause.MEMBERS: lazy("Most members named in the application are gone"),
    FindingCause.CONFIRMATION: lazy("The yearly confirmation is overdue"),
    FindingCause.ANSWER: lazy("The holder does not confirm"),
    FindingCause.CONDITION: lazy("A condition after a reported change"),
    FindingCause.MISUSE: lazy("The mark was used wrongly"),
}

FINDING_STEPS: Mapping[FindingStepKind, Text] = {
    FindingStepKind.FOUND: lazy("Found"),
    FindingStepKind.REPORTED: lazy("Reported anew"),
    FindingStepKind.ANSWERED: lazy("The holder answered"),
    FindingStepKind.ASKED: lazy("The office asked"),
    FindingStepKind.CHANGE: lazy("A change of the label is prepared"),
    FindingStepKind.SETTLED: lazy("Settled by the office"),
    FindingStepKind.REOPENED: lazy("Open again: it has grown worse"),
    FindingStepKind.GONE: lazy("The cause is gone"),
}

MISUSE_STEPS: Mapping[MisuseStepKind, Text] = {
    MisuseStepKind.NOTE: lazy("Note"),
    MisuseStepKind.LINKED: lazy("About which label"),
    MisuseStepKind.CONTACT: lazy("The holder was written to"),
    MisuseStepKind.LETTER: lazy("A letter was sent"),
    MisuseStepKind.FINDING: lazy("A finding was opened"),
    MisuseStepKind.CHANGE: lazy("A change of the label is prepared"),
    MisuseStepKind.CLOSED: lazy("Closed"),
}

OUTCOME_NAMES: Mapping[MisuseOutcome, Text] = {
    MisuseOutcome.NO_MISUSE: lazy("No misuse was found"),
    MisuseOutcome.PUT_RIGHT: lazy("It was put right"),
    MisuseOutcome.FINDING: lazy("It is followed up with the holder"),
    MisuseOutcome.FORGERY: lazy("The label was claimed without being held"),
    MisuseOutcome.NOT_TRACEABLE: lazy("It could not be traced"),
}
