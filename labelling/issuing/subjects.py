"""What permissions of this room are asked about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backlog:
    """The certificates that are on their way, all of them."""
