"""When most of the members that an application named are gone. Pure.

A member is recognised by its name (letter case and blanks apart) and its country, whatever its
kind is now. Members who came since do not count: the label was given to those who were named.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from labelling.organisations.members import Key, MemberLine


@dataclass(frozen=True, slots=True)
class Remaining:
    """The members named in an application: how many were named, and who of them is gone."""

    named: int
    gone: tuple[MemberLine, ...]

    @property
    def still_there(self) -> int:
        """Return how many of the named members are members today."""
        return self.named - len(self.gone)

    @property
    def most_are_gone(self) -> bool:
        """Say whether more than half of the named members are gone; exactly half is not most."""
        return 2 * len(self.gone) > self.named


def remaining(named: Iterable[MemberLine], present: Iterable[MemberLine]) -> Remaining:
    """Return who of the members named in the application is left among the present ones."""
    then: dict[Key, MemberLine] = {one.key: one for one in named}
    now = {one.key for one in present}
    return Remaining(len(then), tuple(then[key] for key in sorted(then.keys() - now)))
