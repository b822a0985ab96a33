"""What changed between two versions, computed once in a process."""

from dataclasses import replace
from functools import lru_cache

from benchmarking.employment import Changes, RegionalEmployment, star_changes
from benchmarking.stars import RULES
from labelling.observatory.models import EmploymentVersion
from labelling.observatory.naming import region_of
from labelling.observatory.sheets import areas_of


def changes_between(before: EmploymentVersion, after: EmploymentVersion, rule: str) -> Changes:
    """Return the stars won and lost; regions are named by their keys, however files call them."""
    return _changes(
        (before.sha256, before.year, before.source), (after.sha256, after.year, after.source), rule
    )


@lru_cache(maxsize=4)
def _changes(before: tuple[str, int, str], after: tuple[str, int, str], rule: str) -> Changes:
    return star_changes(_employment(*before), _employment(*after), RULES[rule])


def _employment(sha256: str, year: int, source: str) -> RegionalEmployment:
    areas = areas_of(sha256)
    keys = {text: region_of(text).key for text in {area.region for area in areas}}
    return RegionalEmployment(
        year, source, tuple(replace(area, region=keys[area.region]) for area in areas)
    )
