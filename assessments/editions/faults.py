"""What is wrong with an edition as a whole, one fault by its place."""

from dataclasses import dataclass

from assessments.errors import Place, dotted


@dataclass(frozen=True)
class Fault:
    """Something that does not hold together: where, and what must be so."""

    place: Place
    problem: str

    @property
    def field(self) -> str:
        """Return the place as TOML writes it."""
        return dotted(self.place)

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"
