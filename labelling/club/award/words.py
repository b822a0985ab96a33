"""What routes, measures, outcomes and reasons are called."""

from collections.abc import Mapping

from benchmarking.award.case import Obstacle, Reason
from labelling.club.award.models import Naming, Route
from labelling.core.i18n import Text, lazy

ROUTE_NAMES: Mapping[Route, Text] = {
    Route.MOST_IMPROVED: lazy("Most improved"),
    Route.BEST_PRACTICE: lazy("Best practice"),
    Route.LEARNING: lazy("Learning"),
}
MEASURE_NAMES: Mapping[str, Text] = {
    "gap_closed": lazy("Share of the gap to a target closed"),
    "residual": lazy("More than the start let expect"),
    "level": lazy("The figures themselves"),
    "jury": lazy("Scores of the appraisers"),
}
MEASURES: Mapping[Route, tuple[str, ...]] = {
    Route.MOST_IMPROVED: ("gap_closed", "residual"),
    Route.BEST_PRACTICE: ("jury",),
    Route.LEARNING: ("level",),
}
NAMING_NAMES: Mapping[Naming, Text] = {
    Naming.NOTHING: lazy("We do not want to be named"),
    Naming.ROUTE: lazy("Our name and the route may be told"),
    Naming.FIGURE: lazy("Our name, the route, and by which figure we were first"),
}
OBSTACLES: Mapping[Obstacle, Text] = {
    "incomplete": lazy("Something that the rule asks for is missing:"),
    "late": lazy("The figures came after the last day."),
    "open_query": lazy("A question of the office is still open."),
    "estimate": lazy("A figure that counts is an estimate (grade D)."),
    "recent_winner": lazy("It had the award in one of the last two rounds."),
    "no_consent": lazy("It has not agreed to be named."),
    "target_reached": lazy("It had reached the target before the round."),
}
OWN_OBSTACLES: Mapping[Obstacle, Text] = {
    "incomplete": lazy("Something that the rule asks for is missing from what you sent:"),
    "late": lazy("Your figures came after the last day."),
    "open_query": lazy("A question of the office about your figures is still open."),
    "estimate": lazy("One of your figures that count is an estimate (grade D)."),
    "recent_winner": lazy("You had the award in one of the last two rounds."),
    "no_consent": lazy("You have not agreed to be named."),
    "target_reached": lazy("You had reached the target before the round."),
}
REASONS: Mapping[Reason, Text] = {
    "first": lazy("First by the appraisers’ mean score."),
    "robust": lazy("First, and stays first when weights and the way of counting change a little."),
    "not_robust": lazy("Who is first depends on small changes of the weights."),
    "tie": lazy(
        "Several are level. Nobody chooses between them: by figures they go to the appraisers "
        "together, and where the appraisers’ scores are level too there is no award."
    ),
    "few_eligible": lazy("Fewer than five members can have it, so figures decide nothing."),
    "nobody_eligible": lazy("No member can have it."),
    "few_jurors": lazy("A candidate was appraised by fewer than two independent persons."),
}
KINDS: Mapping[str, Text] = {
    "winner": lazy("One member is first"),
    "shortlist": lazy("A shortlist, in no order of merit"),
    "none": lazy("No award"),
}
NORMALISATIONS: Mapping[str, Text] = {
    "min_max": lazy("from least to greatest"),
    "z": lazy("by standard deviations"),
    "rank": lazy("by ranks"),
}
