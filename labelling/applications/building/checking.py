"""What is wrong with a draft as a whole, in words, each fault with where it is mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.editions.checker import faults
from assessments.editions.faults import Fault
from assessments.editions.loader import parse
from assessments.editions.sections import TOP, Path, paths, section_of, texts_of
from assessments.editions.translation import Tree, slots, translation_faults
from assessments.errors import Place
from certificates.numbers import LETTERS
from labelling.applications.building.table_values import slot_name
from labelling.applications.building.words import COLLECTIONS, title_of
from labelling.core.i18n import Text, gettext, language_name, lazy, ngettext
from labelling.organisations.editions import editions

_NUMBERED = re.compile(rf"[{LETTERS}]{{2,4}}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST_NOTE = 200  # characters, as a fee keeps it


@dataclass(frozen=True, slots=True)
class Found:
    """A fault: in which table, at which field, in which language.

    One that is in no table alone (``path`` is None) is mended on the draft's own page.
    """

    where: str
    problem: str
    path: Path | None
    anchor: str
    language: str = ""

    @property
    def place(self) -> str:
        """Return the table's place as it stands in an address."""
        return "/".join(self.path or ())


def check(tree: Tree) -> list[Found]:
    """Return everything that does not hold together, and every text that is not translated."""
    found = [_found(tree, fault) for fault in faults(parse(tree))]
    found += _untranslated(tree)
    found += [_found(tree, fault) for fault in unfit_for_labels(tree)]
    if other := scheme_with_letters(tree):
        path, anchor = TOP, "number_prefix"
        sentence = gettext(
            "The scheme %(scheme)s numbers its labels with these letters. Choose others.",
            scheme=other,
        )
        found.append(Found(title_of(tree, path), sentence, path, anchor))
    found += [_found(tree, fault) for fault in orphans(tree)]
    if not tree.get("levels"):
        found.append(_found(tree, Fault(("levels",), "is missing")))
    return found


def in_own_words(tree: Tree, found: Iterable[Fault]) -> list[Found]:
    """Return faults of tables as the reader is told of them."""
    return [_found(tree, fault) for fault in found]


def scheme_with_letters(tree: Tree) -> str:
    """Return another scheme whose labels are numbered with the same letters, '' for none."""
    letters = tree.get("number_prefix")
    return next(
        (
            one.scheme
            for one in editions()
            if letters and one.number_prefix == letters and one.scheme != tree["scheme"]
        ),
        "",
    )


def _untranslated(tree: Tree) -> list[Found]:
    """Return the faults of translations, a table's missing texts in a language as one.

    A new language lacks hundreds of texts, so where each stands is found out once for all.
    """
    at = {place: section_of(tree, place) for place, _, _ in slots(tree)}
    found: list[Found] = []
    missing: dict[tuple[str, Path], list[Place]] = {}
    for fault in translation_faults(tree):
        path = at.get(fault.place[2:])
        if fault.problem == "is not translated" and path is not None:
            missing.setdefault((str(fault.place[1]), path), []).append(fault.place[2:])
        else:
            found.append(_found(tree, fault))
    for (language, path), places in missing.items():
        where = f"{title_of(tree, path)} ({language_name(language)})"
        sentence = ngettext(
            "%(num)s text is not translated yet.", "%(num)s texts are not translated yet.",
            len(places),
        )  # fmt: skip
        found.append(Found(where, sentence, path, slot_name(places[0]), language))
    return found


def next_untranslated(tree: Tree, language: str, path: Path) -> Path | None:
    """Return the next table with faults in a language, in the order of the file; None for none."""
    wanting = {one.path for one in _untranslated(tree) if one.language == language} - {path, None}
    order = list(paths(tree))
    here = order.index(path) + 1
    return next((one for one in [*order[here:], *order[:here]] if one in wanting), None)


def orphans(tree: Tree) -> tuple[Fault, ...]:
    """Return the parts that no level asks for, so that nobody would ever answer them.

    They are mended at the highest level, which asks for what all others ask for.
    """
    levels = tree.get("levels", [])
    if not levels or any("parts" not in level for level in levels):
        return ()
    asked = {part for level in levels for part in level["parts"]}
    return tuple(
        Fault(("levels", levels[-1]["id"], "parts", part["id"]), f"leaves out {part['id']}")
        for criterion in tree.get("criteria", [])
        for part in criterion.get("parts", [])
        if part["id"] not in asked
    )


def unfit_for_labels(tree: Tree) -> tuple[Fault, ...]:
    """Return what would hold in scoring, but fail when an application opens or a label is awarded.

    Letters that make no label number, or none at all; a currency without a code (ISO 4217); a long
    note on fees.
    """
    found = []
    letters = tree.get("number_prefix")
    if letters is None and any("steps" in level for level in tree.get("levels", [])):
        found.append(Fault(("number_prefix",), "is needed for levels that can be applied for"))
    if letters is not None and not _NUMBERED.fullmatch(letters):
        found.append(Fault(("number_prefix",), f"must be 2 to 4 letters of {LETTERS}"))
    for level in tree.get("levels", []):
        fee, place = level.get("fee"), ("levels", level["id"], "fee")
        if fee is None:
            continue
        if not _CURRENCY.fullmatch(fee["currency"]):
            found.append(Fault((*place, "currency"), "must be three capital letters"))
        if len(fee.get("text", "")) > _LONGEST_NOTE:
            found.append(Fault((*place, "text"), f"must have at most {_LONGEST_NOTE} characters"))
    for language, texts in tree.get("translations", {}).items():
        for level_id, said in texts.get("levels", {}).items():
            if len(said.get("fee_text", "")) > _LONGEST_NOTE:
                spoken = ("translations", language, "levels", level_id, "fee_text")
                found.append(Fault(spoken, f"must have at most {_LONGEST_NOTE} characters"))
    return tuple(found)


def _found(tree: Tree, fault: Fault) -> Found:
    path = section_of(tree, fault.place)
    spoken = fault.place[0] == "translations" and len(fault.place) > 1
    language = str(fault.place[1]) if spoken else ""
    where = title_of(tree, path) if path else fault.field
    if path is None and fault.place[-1] in COLLECTIONS:
        where = str(COLLECTIONS[str(fault.place[-1])])
    if language:
        where = f"{where} ({language_name(language)})"
    return Found(where, in_words(fault.problem), path, _anchor(tree, fault, path), language)


def _anchor(tree: Tree, fault: Fault, path: Path | None) -> str:
    """Return the id of the field on the table's page, '' for none."""
    if path is None:
        return f"group-{fault.place[0]}" if fault.place[0] in COLLECTIONS else ""
    if fault.place[0] == "translations":
        below = fault.place[2:]
        return slot_name(below) if below in texts_of(tree, path) else ""
    inside = fault.place if path[0] in {"edition", "committee"} else fault.place[len(path) :]
    names = [str(key) for key in (inside[1:] if path[0] == "committee" else inside)]
    return ".".join(names)


_PROBLEMS: tuple[tuple[str, Text], ...] = (
    (r"is missing", lazy("There is none yet.")),
    (r"is (?P<a>\d+), but the criteria have (?P<b>\d+) points",
     lazy("It is %(a)s, but the criteria have %(b)s points together.")),
    (r"must divide 100", lazy("It must divide 100.")),
    (r"cannot be the chair's where the ballot is secret",
     lazy("It cannot be the chair’s vote where the ballot is secret.")),
    (r"has (?P<a>\S+) more than once", lazy("It has %(a)s more than once.")),
    (r"names (?P<a>\S+), which is not one of the (?P<b>\w+)",
     lazy("It names %(a)s, which there is not.")),
    (r"names (?P<a>\S+), which the edition does not have",
     lazy("It names %(a)s, which there is not.")),
    (r"must have bands, attributes or both", lazy("It needs bands, attributes or both.")),
    (r"must rise from band to band", lazy("The bands must rise one after the other.")),
    (r"must begin with 0", lazy("The lowest band must be 0.")),
    (r"has (?P<a>\d+), which is not on the step",
     lazy("It has %(a)s, which is no multiple of the edition’s step.")),
    (r"would leave nothing of the criterion",
     lazy("It is the only part of its criterion and so must always apply.")),
    (r"is not the value of a band", lazy("There is no band of this value.")),
    (r"must name at least one part", lazy("At least one part must be asked.")),
    (r"leaves out (?P<a>\S+)",
     lazy("No level asks for part %(a)s, so nobody would answer it.")),
    (r"is not among what the level asks for", lazy("The level does not ask for it.")),
    (r"cannot be reached: it is above 100 percent",
     lazy("Nobody can reach it: it is above 100 percent.")),
    (r"cannot be reached: the level's parts have (?P<a>\S+) points",
     lazy("Nobody can reach it: the level’s parts have %(a)s points.")),
    (r"must have either minimum_percent or minimum_total",
     lazy("It needs a threshold: either in percent or in points.")),
    (r"lacks (?P<a>\S+), which (?P<b>\S+) asks for",
     lazy("It lacks part %(a)s, which the level below (%(b)s) asks for.")),
    (r"is below that of (?P<a>\S+)", lazy("It is lower than at the level below (%(a)s).")),
    (r"must have a fact and a minimum", lazy("It needs a figure and a minimum.")),
    (r"is declared and so has no minimum", lazy("It is declared and so has no minimum.")),
    (r"must be below the minimum itself", lazy("It must be lower than the minimum itself.")),
    (r"is the language of the source", lazy("This is the language of the edition itself.")),
    (r"must have the shape of the text that it translates",
     lazy("It needs as many lines as the text that it translates.")),
    (r"is needed for levels that can be applied for",
     lazy("Organisations can apply for a level, so its labels need letters before their numbers.")),
    (r"must be 2 to 4 letters of (?P<a>[A-Z]+)",
     lazy("Label numbers begin with 2 to 4 of the letters %(a)s.")),
    (r"must be three capital letters",
     lazy("Write the code of a currency: three capital letters, such as EUR.")),
    (r"must have at most (?P<a>\d+) characters",
     lazy("At most %(a)s characters fit. Shorten the text.")),
    (r"translates nothing", lazy("It translates nothing.")),
)  # fmt: skip


def in_words(problem: str) -> str:
    """Return what the library says of a fault in the language in force."""
    for pattern, sentence in _PROBLEMS:
        if found := re.fullmatch(pattern, problem):
            return str(sentence) % found.groupdict()
    return problem
