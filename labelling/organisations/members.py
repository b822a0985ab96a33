"""The list of members: read from what was pasted from a spreadsheet, and compared. Pure."""

import csv
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import StringIO

from labelling.core import i18n
from labelling.core.i18n import Text, lazy
from labelling.organisations.countries import countries

MOST_MEMBERS = 3000
LONGEST_MEMBER = 200
_COLUMNS = 3
_FORMULA = ("=", "+", "-", "@")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}

Key = tuple[str, str]
"""A member as it is recognised: its folded name and its country."""


class MemberKind(StrEnum):
    """The kinds of member that the fact sheet counts."""

    FIRM = "firm"
    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC = "public"
    FINANCE = "finance"
    SUPPORT = "support"


KIND_NAMES: Mapping[MemberKind, Text] = {
    MemberKind.FIRM: lazy("Firm"),
    MemberKind.RESEARCH: lazy("Research"),
    MemberKind.EDUCATION: lazy("Education and training"),
    MemberKind.PUBLIC: lazy("Public body"),
    MemberKind.FINANCE: lazy("Finance"),
    MemberKind.SUPPORT: lazy("Other support body"),
}

# What people write for a kind, folded; the names in every language are added to these.
_WORDS: Mapping[str, MemberKind] = {
    "company": MemberKind.FIRM,
    "enterprise": MemberKind.FIRM,
    "sme": MemberKind.FIRM,
    "unternehmen": MemberKind.FIRM,
    "betrieb": MemberKind.FIRM,
    "firma": MemberKind.FIRM,
    "kmu": MemberKind.FIRM,
    "university": MemberKind.RESEARCH,
    "forschung": MemberKind.RESEARCH,
    "training": MemberKind.EDUCATION,
    "bildung": MemberKind.EDUCATION,
    "öffentlich": MemberKind.PUBLIC,
    "bank": MemberKind.FINANCE,
    "finanz": MemberKind.FINANCE,
    "association": MemberKind.SUPPORT,
    "verband": MemberKind.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member organisation: its name, its kind, its country as a code."""

    name: str
    kind: MemberKind
    country: str

    @property
    def key(self) -> Key:
        """Return what the member is recognised by."""
        return folded(self.name), self.country


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be taken, and why."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """What was read from a text: the members in it, and what could not be taken."""

    members: tuple[MemberLine, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one list differs from another: who came, who went, whose kind is another."""

    joined: tuple[MemberLine, ...]
    left: tuple[MemberLine, ...]
    changed: tuple[MemberLine, ...]

    @property
    def is_none(self) -> bool:
        """Say whether both lists are the same."""
        return not (self.joined or self.left or self.changed)


def folded(name: str) -> str:
    """Return a name as it is compared: letter case, blanks, signs that draw nothing left out."""
    plain = unicodedata.normalize("NFKC", name)
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in plain
        if letter.isspace() or unicodedata.category(letter) not in _INVISIBLE
    )
    return " ".join(seen.casefold().split())


def difference(before: Iterable[MemberLine], after: Iterable[MemberLine]) -> Difference:
    """Return what has to happen to one list so that it becomes the other, by name."""
    old, new = ({line.key: line for line in lines} for lines in (before, after))
    return Difference(
        joined=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        left=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(
            new[key] for key in sorted(new.keys() & old.keys()) if new[key].kind != old[key].kind
        ),
    )


def fingerprint(members: Iterable[MemberLine]) -> str:
    """Return a hash that two lists share exactly where nothing differs between them."""
    rows = sorted((*line.key, line.kind.value) for line in members)
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def as_text(members: Iterable[MemberLine]) -> str:
    """Return a list as it can be pasted: a line each, columns apart by tabs."""
    return "\n".join(f"{one.name}\t{KIND_NAMES[one.kind]}\t{one.country}" for one in members)


def read_members(text: str) -> ReadList:
    """Read name, kind and country from each line of a pasted table or a CSV file.

    Columns are apart by tabs, semicolons or commas, whichever the first line has. A first line
    that names the columns is left out. Cells that begin like a formula are refused, unread.
    """
    members: dict[Key, MemberLine] = {}
    faults: list[Fault] = []
    for number, cells in _rows(text):
        found = _line(cells)
        if isinstance(found, str):
            faults.append(Fault(number, found))
        elif found.key in members:
            faults.append(Fault(number, i18n.gettext("“%(name)s” stands twice.", name=found.name)))
        else:
            members[found.key] = found
    if len(members) > MOST_MEMBERS:
        most = i18n.gettext("A list may have %(most)s members.", most=MOST_MEMBERS)
        faults.append(Fault(MOST_MEMBERS + 1, most))
    return ReadList(tuple(members.values()), tuple(faults))


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((mark for mark in ("\t", ";", ",") if mark in first), "\t")
    is_first = True
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = next(csv.reader(StringIO(line), delimiter=delimiter), [])
        plain = [" ".join(cell.split()) for cell in cells]
        while len(plain) > _COLUMNS and not plain[-1]:
            plain.pop()
        if is_first and _names_columns(plain):
            is_first = False
            continue
        is_first = False
        yield number, plain


def _names_columns(cells: Sequence[str]) -> bool:
    return len(cells) == _COLUMNS and folded(cells[1]) in {"kind", "art", "type", "typ"}


def _line(cells: Sequence[str]) -> MemberLine | str:
    """Return the member of a line, or the sentence that says why there is none."""
    if len(cells) != _COLUMNS:
        return i18n.gettext("A line has three columns: name, kind, country.")
    if any(cell.startswith(_FORMULA) for cell in cells):
        return i18n.gettext("A cell begins like a formula. Copy the values only.")
    name, kind_word, country_word = cells
    if not name or len(name) > LONGEST_MEMBER:
        return i18n.gettext("A name has 1 to %(most)s characters.", most=LONGEST_MEMBER)
    if any(unicodedata.category(letter) in _INVISIBLE for letter in name):
        return i18n.gettext("Use letters, digits and ordinary punctuation only.")
    kind = _kinds().get(folded(kind_word))
    if kind is None:
        return i18n.gettext(
            "“%(word)s” is no kind of member. Kinds are: %(kinds)s.",
            word=kind_word[:40],
            kinds=", ".join(str(one) for one in KIND_NAMES.values()),
        )
    country = _country_codes().get(folded(country_word))
    if country is None:
        return i18n.gettext(
            "“%(word)s” is no country. Write its name or its two letters, such as AT.",
            word=country_word[:40],
        )
    return MemberLine(name, kind, country)


@cache
def _kinds() -> Mapping[str, MemberKind]:
    known = dict(_WORDS)
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            known |= {folded(str(name)): kind for kind, name in KIND_NAMES.items()}
    return known | {kind.value: kind for kind in MemberKind}


@cache
def _country_codes() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for code in i18n.LANGUAGES:
        with i18n.speaking(code):
            known |= {folded(name): key for key, name in countries()}
            known |= {folded(key): key for key, _ in countries()}
    return known
