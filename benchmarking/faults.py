"""What is wrong in a file, by line and column, so that whoever made it can mend it in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_FAULTS = 1_000

_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where: without a column the line, without a line the file."""

    problem: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        return _sentence([], self)


class BadTable(ValueError):
    """A file that cannot be used, with its faults in the order of its lines.

    As text it is one sentence: the first fault, and how many there are besides. `complete` is
    False where reading stopped at `MOST_FAULTS`.
    """

    def __init__(
        self, faults: Sequence[Fault], *, file: str | None = None, complete: bool = True
    ) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)
        self.file = file
        self.complete = complete

    def __str__(self) -> str:
        said = _sentence([printable(self.file)] if self.file else [], self.faults[0])
        more = len(self.faults) - 1
        if not more:
            return said
        least = "" if self.complete else "at least "
        return f"{said} (and {least}{more} more {'fault' if more == 1 else 'faults'})"


class Faults:
    """The faults of a file under reading."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, problem: str, line: int | None = None, column: str | None = None) -> None:
        """Note a fault; raise BadTable when there are so many that nobody reads on."""
        self._found.append(Fault(problem, line, column))
        if len(self._found) >= MOST_FAULTS:
            raise BadTable(self._found, complete=False)

    def __bool__(self) -> bool:
        return bool(self._found)

    def settle(self) -> None:
        """Raise BadTable if anything was found."""
        if self._found:
            raise BadTable(self._found)


def quoted(text: str) -> str:
    """Return foreign text fit for a message: short, in quotes, and without anything unprintable."""
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"'{printable(shown)}'"


def printable(text: str) -> str:
    """Return the text with every character escaped that would not print as itself."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _sentence(where: list[str], fault: Fault) -> str:
    if fault.line is not None:
        where = [*where, f"line {fault.line}"]
    if fault.column is not None:
        where = [*where, fault.column]
    return f"{', '.join(where)}: {fault.problem}" if where else fault.problem
