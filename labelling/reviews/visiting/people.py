"""Whom the assessors meet on a visit, by function, and what a plan lacks. Pure.

Four to six members of the cluster, chosen by the assessors, one small, one inactive or departed,
one research organisation; the chair, somebody of the team, a funder; the manager is not there.
"""

from collections.abc import Mapping

from labelling.core.i18n import Text, gettext, lazy

MEMBERS = ("member_small", "member_inactive", "member_research", "member_other")
OTHERS = ("chair", "staff", "funder")
FUNCTIONS = MEMBERS + OTHERS
FEWEST_MEMBERS, MOST_MEMBERS = 4, 6

FUNCTION_NAMES: Mapping[str, Text] = {
    "member_small": lazy("Small members"),
    "member_inactive": lazy("Members that are inactive or have left"),
    "member_research": lazy("Research organisations among the members"),
    "member_other": lazy("Other members"),
    "chair": lazy("Chair of the board"),
    "staff": lazy("Members of the team"),
    "funder": lazy("Funders"),
}


def shortcomings(people: Mapping[str, int]) -> list[str]:
    """Return in sentences what a plan of a visit on site lacks; empty where it is right."""
    found = []
    members = sum(people.get(one, 0) for one in MEMBERS)
    if not FEWEST_MEMBERS <= members <= MOST_MEMBERS:
        found.append(
            gettext(
                "Meet %(fewest)s to %(most)s members of the cluster; the plan has %(has)s.",
                fewest=FEWEST_MEMBERS,
                most=MOST_MEMBERS,
                has=members,
            )
        )
    found += [
        gettext("The plan lacks: %(who)s.", who=FUNCTION_NAMES[one])
        for one in FUNCTIONS
        if one != "member_other" and not people.get(one, 0)
    ]
    return found
