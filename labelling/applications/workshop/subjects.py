"""What is asked about where somebody takes part in a workshop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop that somebody has the code of."""

    is_open: bool
