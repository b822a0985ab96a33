"""The words of the workshop: what tables, values and changes are called."""

from collections.abc import Mapping

from assessments.editions.sections import COMMITTEE, TOP, Path
from assessments.editions.translation import Tree
from labelling.core.i18n import Text, gettext, lazy

SPOKEN = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt",
    "lv", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk",
)  # fmt: skip
"""The languages in which an edition can be written, by ISO 639-1."""

COLLECTIONS: Mapping[str, Text] = {
    "rubrics": lazy("Scales"),
    "criteria": lazy("Criteria"),
    "levels": lazy("Levels"),
    "eligibility": lazy("Who may apply"),
    "facts": lazy("Figures of the fact sheet"),
    "parts": lazy("Parts"),
    "bands": lazy("Bands"),
    "attributes": lazy("Attributes"),
}
ONE_OF: Mapping[str, Text] = {
    "rubrics": lazy("Scale"),
    "criteria": lazy("Criterion"),
    "levels": lazy("Level"),
    "eligibility": lazy("Rule"),
    "facts": lazy("Figure"),
    "parts": lazy("Part"),
    "bands": lazy("Band"),
    "attributes": lazy("Attribute"),
}
ADD: Mapping[str, Text] = {
    "rubrics": lazy("Add a scale"),
    "criteria": lazy("Add a criterion"),
    "levels": lazy("Add a level"),
    "eligibility": lazy("Add a rule"),
    "facts": lazy("Add a figure"),
    "parts": lazy("Add a part"),
    "bands": lazy("Add a band"),
    "attributes": lazy("Add an attribute"),
}
ANOTHER: Mapping[str, Text] = {
    "rubrics": lazy("Add another scale"),
    "criteria": lazy("Add another criterion"),
    "levels": lazy("Add another level"),
    "eligibility": lazy("Add another rule"),
    "facts": lazy("Add another figure"),
    "parts": lazy("Add another part"),
    "bands": lazy("Add another band"),
    "attributes": lazy("Add another attribute"),
}
CHANGES: Mapping[str, Text] = {
    "saved": lazy("changed"),
    "translated": lazy("translated"),
    "added": lazy("added"),
    "removed": lazy("taken out"),
    "moved": lazy("moved"),
    "renamed": lazy("given another id"),
    "imported": lazy("replaced by a file"),
    "language": lazy("language begun"),
    "unspoken": lazy("language taken out"),
}
DIFFERENCES: Mapping[str, Text] = {
    "added": lazy("new"),
    "removed": lazy("no longer there"),
    "changed": lazy("changed"),
}


def title_of(tree: Tree, path: Path) -> str:
    """Return what a table is called: its kind, its id and its name, as far as it is there."""
    if path == TOP:
        return gettext("The edition as a whole")
    if path == COMMITTEE:
        return gettext("How the committee decides")
    table: object = tree
    for step in path:
        table = _inside(table, step)
    return titled(path, table)


def titled(path: Path, table: object) -> str:
    """Return what a table at a place is called, whether or not it stands there now."""
    kind = ONE_OF.get(path[-2], "") if len(path) > 1 else ""
    name = str(table.get("name") or table.get("title") or "") if isinstance(table, dict) else ""
    if not name:
        return gettext("%(kind)s %(id)s", kind=kind, id=path[-1])
    return gettext("%(kind)s %(id)s – %(name)s", kind=kind, id=path[-1], name=name)


def _inside(table: object, step: str) -> object:
    if isinstance(table, dict):
        return table.get(step)
    if isinstance(table, list):
        return next((one for one in table if str(one.get("value", one.get("id"))) == step), None)
    return None
