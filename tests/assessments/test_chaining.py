"""Mappings one after another: what comes of a part over several editions."""

import pytest

from assessments.chaining import chain_between, chained
from assessments.crosswalk import crosswalk, crosswalks
from assessments.editions import edition


def test_a_chain_leads_over_the_editions_between() -> None:
    found = chain_between(edition("efqm-2003"), edition("efqm-2020"), crosswalks())
    assert [one.target.id for one in found] == ["efqm-2010", "efqm-2013", "efqm-2020"]
    assert chain_between(edition("efqm-2020"), edition("efqm-2003"), crosswalks()) == ()
    assert chain_between(edition("efqm-2020"), edition("caf-2020"), crosswalks()) == ()


def test_every_part_of_both_ends_is_accounted_for() -> None:
    walks = chain_between(edition("efqm-2003"), edition("efqm-2025"), crosswalks())
    found = chained(walks)
    assert [feed.part for feed in found.feeds] == list(found.target.parts)
    used = {part for feed in found.feeds for part in feed.sources}
    assert used | {left.part for left in found.left} == set(found.source.parts)
    assert not used & {left.part for left in found.left}
    assert all((feed.how == "none") == (not feed.sources) for feed in found.feeds)


def test_a_part_is_the_same_only_if_it_is_at_each_step() -> None:
    first, second = crosswalk("efqm-2010", "efqm-2013"), crosswalk("efqm-2013", "efqm-2020")
    found = {feed.part: feed for feed in chained([first, second]).feeds}
    assert (found["1.4"].how, found["1.4"].sources) == ("same", ("2c",))
    assert found["1.1"].how == "split"
    assert found["1.3"].how == "merged"


def test_one_mapping_is_itself_and_gaps_are_refused() -> None:
    one = crosswalk("efqm-2010", "efqm-2013")
    assert chained([one]) is one
    with pytest.raises(ValueError, match="efqm-2020"):
        chained([one, crosswalk("efqm-2020", "efqm-2025")])
    with pytest.raises(ValueError, match="no mapping"):
        chained([])
