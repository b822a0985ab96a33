"""Whether an edition holds together: what its schema cannot see in one table alone."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from assessments.editions.faults import Fault
from assessments.editions.model import Criterion, Edition, EligibilityRule, Level, Part, Rubric
from assessments.errors import Place

_WHOLE = 100  # percent


def faults(edition: Edition) -> tuple[Fault, ...]:
    """Return everything that does not hold together, in the order of the file; () if all does."""
    return (
        *_edition_faults(edition),
        *(fault for rubric in edition.rubrics.values() for fault in _rubric(edition, rubric)),
        *(fault for criterion in edition.criteria for fault in _criterion(edition, criterion)),
        *(fault for level in edition.levels for fault in _level(edition, level)),
        *(fault for pair in pairwise(edition.levels) for fault in _nesting(edition, *pair)),
        *(fault for rule in edition.eligibility for fault in _eligibility(edition, rule)),
        *_unknown(
            edition.parts, ((("facts", fact.id, "parts"), fact.parts) for fact in edition.facts)
        ),
    )


def _edition_faults(edition: Edition) -> Iterator[Fault]:
    if not edition.criteria:
        yield Fault(("criteria",), "is missing")
    points = sum(criterion.points for criterion in edition.criteria)
    if points != edition.maximum:
        yield Fault(("maximum",), f"is {edition.maximum}, but the criteria have {points} points")
    if _WHOLE % edition.step:
        yield Fault(("step",), "must divide 100")
    parts = [part.id for criterion in edition.criteria for part in criterion.parts]
    if edition.committee.secret and edition.committee.tie == "chair":
        yield Fault(("committee", "tie"), "cannot be the chair's where the ballot is secret")
    yield from _repeated(("criteria",), [criterion.id for criterion in edition.criteria])
    yield from _repeated(("criteria", "parts"), parts)
    yield from _repeated(("levels",), [level.id for level in edition.levels])
    yield from _repeated(("eligibility",), [rule.id for rule in edition.eligibility])
    yield from _repeated(("facts",), [fact.id for fact in edition.facts])


def _rubric(edition: Edition, rubric: Rubric) -> Iterator[Fault]:
    place: Place = ("rubrics", rubric.id)
    ids = [attribute.id for attribute in rubric.attributes]
    values = [band.value for band in rubric.bands]
    yield from _repeated((*place, "attributes"), ids)
    yield from _repeated((*place, "caps"), rubric.caps)
    for cap in rubric.caps:
        if cap not in ids:
            yield Fault((*place, "caps"), f"names {cap}, which is not one of the attributes")
    if not (ids or values):
        yield Fault(place, "must have bands, attributes or both")
    if any(lower >= higher for lower, higher in pairwise(values)):
        yield Fault((*place, "bands"), "must rise from band to band")
    if values and values[0] != 0:
        yield Fault((*place, "bands"), "must begin with 0")
    for value in values:
        if value % edition.step:
            yield Fault((*place, "bands"), f"has {value}, which is not on the step")
    for attribute in rubric.attributes:
        yield from _anchors((*place, "attributes", attribute.id), attribute.anchors, rubric)


def _criterion(edition: Edition, criterion: Criterion) -> Iterator[Fault]:
    place: Place = ("criteria", criterion.id)
    if not criterion.parts:
        yield Fault((*place, "parts"), "is missing")
    for part in criterion.parts:
        yield from _part((*place, "parts", part.id), edition, criterion, part)


def _part(place: Place, edition: Edition, criterion: Criterion, part: Part) -> Iterator[Fault]:
    rubric = edition.rubrics.get(part.kind)
    if rubric is None:
        yield Fault((*place, "kind"), f"names {part.kind}, which is not one of the rubrics")
    else:
        yield from _anchors(place, part.anchors, rubric)
    if part.may_not_apply and len(criterion.parts) == 1:
        yield Fault((*place, "may_not_apply"), "would leave nothing of the criterion")


def _anchors(place: Place, anchors: Mapping[str, str], rubric: Rubric) -> Iterator[Fault]:
    values = {str(band.value) for band in rubric.bands}
    for value in anchors:
        if value not in values:
            yield Fault((*place, "anchors", value), "is not the value of a band")


def _level(edition: Edition, level: Level) -> Iterator[Fault]:
    place: Place = ("levels", level.id)
    scope = edition.scope(level)
    if level.parts is not None:
        yield from _repeated((*place, "parts"), level.parts)
        yield from _unknown(edition.parts, [((*place, "parts"), level.parts)])
        if not scope:
            yield Fault((*place, "parts"), "must name at least one part")
    asked = {edition.parts[part_id].criterion for part_id in scope}
    for part_id, minimum in level.part_minimum.items():
        where = (*place, "part_minimum", part_id)
        yield from _minimum(where, minimum, inside=part_id in scope)
    for criterion_id, minimum in level.criterion_minimum.items():
        where = (*place, "criterion_minimum", criterion_id)
        yield from _minimum(where, minimum, inside=criterion_id in asked)
    yield from _threshold(place, edition, level)


def _minimum(place: Place, minimum: Fraction, *, inside: bool) -> Iterator[Fault]:
    if not inside:
        yield Fault(place, "is not among what the level asks for")
    if minimum > _WHOLE:
        yield Fault(place, "cannot be reached: it is above 100 percent")


def _threshold(place: Place, edition: Edition, level: Level) -> Iterator[Fault]:
    if (level.minimum_percent is None) == (level.minimum_total is None):
        yield Fault(place, "must have either minimum_percent or minimum_total")
    if level.minimum_percent is not None and level.minimum_percent > _WHOLE:
        yield Fault((*place, "minimum_percent"), "cannot be reached: it is above 100 percent")
    if level.minimum_total is not None:
        possible = edition.points_possible(level)
        if level.minimum_total > possible:
            problem = f"cannot be reached: the level's parts have {float(possible):g} points"
            yield Fault((*place, "minimum_total"), problem)


def _nesting(edition: Edition, lower: Level, higher: Level) -> Iterator[Fault]:
    """Yield where a higher level asks for less than the level below it."""
    place: Place = ("levels", higher.id)
    scope = edition.scope(higher)
    for part_id in edition.scope(lower):
        if part_id not in scope:
            yield Fault((*place, "parts"), f"lacks {part_id}, which {lower.id} asks for")
    if _falls(lower.minimum_percent, higher.minimum_percent):
        yield Fault((*place, "minimum_percent"), f"is below that of {lower.id}")
    if _falls(lower.minimum_total, higher.minimum_total):
        yield Fault((*place, "minimum_total"), f"is below that of {lower.id}")
    for part_id, minimum in lower.part_minimum.items():
        if higher.part_minimum.get(part_id, Fraction(0)) < minimum:
            yield Fault((*place, "part_minimum", part_id), f"is below that of {lower.id}")


def _falls(lower: Fraction | None, higher: Fraction | None) -> bool:
    return lower is not None and higher is not None and higher < lower


def _eligibility(edition: Edition, rule: EligibilityRule) -> Iterator[Fault]:
    place: Place = ("eligibility", rule.id)
    if rule.fact is not None and rule.fact not in {fact.id for fact in edition.facts}:
        yield Fault((*place, "fact"), f"names {rule.fact}, which is not one of the facts")
    if rule.kind == "minimum" and (rule.fact is None or rule.minimum is None):
        yield Fault(place, "must have a fact and a minimum")
    if rule.kind == "declared" and (rule.minimum is not None or rule.minimum_by_level):
        yield Fault(place, "is declared and so has no minimum")
    levels = {level.id for level in edition.levels}
    yield from _unknown(levels, [((*place, "minimum_by_level"), rule.minimum_by_level)])
    derogation = rule.derogation
    if derogation and rule.minimum is not None and derogation.minimum >= rule.minimum:
        yield Fault((*place, "derogation", "minimum"), "must be below the minimum itself")


def _repeated(place: Place, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Fault(place, f"has {name} more than once")
        seen.add(name)


def _unknown(known: Iterable[str], named: Iterable[tuple[Place, Iterable[str]]]) -> Iterator[Fault]:
    known = set(known)
    for place, ids in named:
        for name in ids:
            if name not in known:
                yield Fault(place, f"names {name}, which the edition does not have")
