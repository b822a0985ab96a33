"""Groups that are compared: a partition of the club by one dimension, and members' own choices."""

from collections.abc import Collection, Mapping
from typing import Any

from babel.lists import format_list

from benchmarking.disclosure.cells import WHOLE
from benchmarking.peers import Partition
from labelling.club.models import Club, PeerChoice
from labelling.core.i18n import gettext, locale

_OWN = "own:"
_BETWEEN = "+"


def groups_of(partition: Partition | None) -> dict[str, frozenset[str]]:
    """Return a partition's groups by the names that the ledger keeps; none for a single group."""
    if partition is None or len(partition.groups) < 2:  # noqa: PLR2004 # one group is the whole
        return {}
    return {
        f"{partition.dimension}:{_BETWEEN.join(group.bands)}": group.members
        for group in partition.groups
    }


def own_group(membership_id: object) -> str:
    """Return the name under which a member's own choice of peers is kept."""
    return f"{_OWN}{membership_id}"


def is_own(group: str) -> bool:
    """Say whether a group is somebody's own choice of peers."""
    return group.startswith(_OWN)


def chosen_groups(choices: list[PeerChoice]) -> dict[str, frozenset[str]]:
    """Return members' own choices by name: whom they chose, and themselves."""
    return {
        own_group(one.membership_id): frozenset({*one.peers, str(one.membership_id)})
        for one in choices
    }


def name_of_group(club: Club, group: str) -> str:
    """Return what a group is called, in the club's own words."""
    if group == WHOLE:
        return gettext("the club")
    if is_own(group):
        return gettext("your own peers")
    dimension, _, bands = group.partition(":")
    return _in_words(club, dimension, bands.split(_BETWEEN))


def bands_in_words(club: Club, bands: Mapping[str, Collection[str]]) -> list[str]:
    """Return chosen bands as they are called, a line for each dimension, in the club's order."""
    order = [one["id"] for one in club.dimensions]
    known = [one for one in order if one in bands] + sorted(bands.keys() - set(order))
    return [_in_words(club, one, bands[one]) for one in known]


def _in_words(club: Club, dimension: str, bands: Collection[str]) -> str:
    known = _dimension(club, dimension)
    names = {band["id"]: band["name"] for band in known.get("bands", ())}
    named = [names[one] for one in names if one in bands] + [
        one for one in bands if one not in names
    ]
    return f"{known.get('name', dimension)}: {format_list(named, style='or', locale=locale())}"


def group_in_sentence(club: Club, group: str) -> str:
    """Return what a group is called inside a sentence: "You are above the middle of …"."""
    name = name_of_group(club, group)
    if group == WHOLE or is_own(group):
        return name
    return gettext("the group “%(name)s”", name=name)


def _dimension(club: Club, dimension_id: str) -> Mapping[str, Any]:
    return next((one for one in club.dimensions if one["id"] == dimension_id), {})
