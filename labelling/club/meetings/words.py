"""What states and topics of meetings are called."""

from collections.abc import Mapping

from labelling.club.meetings.models import ActionState, MeetingState, Topic
from labelling.core.i18n import Text, lazy

STATE_NAMES: Mapping[MeetingState, Text] = {
    MeetingState.PLANNED: lazy("Planned"),
    MeetingState.OPEN: lazy("Going on"),
    MeetingState.CLOSED: lazy("Held"),
    MeetingState.CANCELLED: lazy("Cancelled"),
}
ACTION_NAMES: Mapping[ActionState, Text] = {
    ActionState.OPEN: lazy("Open"),
    ActionState.DONE: lazy("Done"),
    ActionState.DROPPED: lazy("Dropped"),
}
TOPIC_NAMES: Mapping[Topic, Text] = {
    Topic.WELCOME: lazy("Welcome and code of conduct"),
    Topic.ACTIONS: lazy("Actions of the last meeting"),
    Topic.DATA: lazy("Doubts about the figures"),
    Topic.CHANGES: lazy("Changes of definitions and corrections"),
    Topic.RESULTS: lazy("Results of the club"),
    Topic.SLIDES: lazy("Questions for the room"),
    Topic.PRACTICES: lazy("Good practice"),
    Topic.AWARD: lazy("Award"),
    Topic.OWN_ACTIONS: lazy("What each of us does next"),
    Topic.DATES: lazy("Next dates"),
    Topic.OTHER: lazy("Any other matter"),
}
"""In the order of a meeting: what was agreed and what is doubtful comes before what is new."""
