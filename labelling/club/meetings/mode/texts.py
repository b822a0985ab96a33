"""What members agree to, by version; a change of these texts takes a new number."""

import hashlib

from labelling.core.i18n import Text, lazy

NAMING_VERSION = 1
NAMING: Text = lazy(
    "Everybody in this meeting sees the name of our member with this figure, on every screen. "
    "It ends when we take it back, and at the latest when the meeting ends. It goes into no file. "
    "What people have seen they may remember."
)

OPENNESS_VERSION = 1
OPENNESS: Text = lazy(
    "In this meeting, and only while it is held, we show our own figures of the indicators below, "
    "with our name, to the members who have agreed to the same. We see theirs. Whatever leaves "
    "the room (pack, minutes, slides, extracts) shows no names. We may take this back at any time; "
    "what people have seen they may remember."
)


def fingerprint(text: Text) -> str:
    """Return the SHA-256 of a text as it was read, in the language in force."""
    return hashlib.sha256(str(text).encode()).hexdigest()
