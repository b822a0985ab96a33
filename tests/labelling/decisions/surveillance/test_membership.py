"""When most of the members that an application named are gone: the rule, in every case."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.surveillance.membership import remaining
from labelling.organisations.members import MemberKind, MemberLine

LETTERS = st.text("abcdefgh", min_size=1, max_size=3)
LINES = st.builds(
    MemberLine, LETTERS, st.sampled_from(list(MemberKind)), st.sampled_from(["AT", "DE"])
)
LISTS = st.lists(LINES, max_size=12, unique_by=lambda line: line.key)


def line(name: str, country: str = "AT", kind: MemberKind = MemberKind.FIRM) -> MemberLine:
    return MemberLine(name, kind, country)


@given(LISTS, LISTS)
def test_most_are_gone_exactly_where_more_than_half_of_the_named_are_missing(
    named: list[MemberLine], present: list[MemberLine]
) -> None:
    found = remaining(named, present)
    here = {one.key for one in present}
    missing = [one for one in named if one.key not in here]
    assert {one.key for one in found.gone} == {one.key for one in missing}
    assert found.still_there == len(named) - len(missing)
    share = Fraction(len(missing), len(named)) if named else Fraction(0)
    assert found.most_are_gone == (share > Fraction(1, 2))


@given(LISTS, LISTS, LINES)
def test_who_comes_new_changes_nothing_and_who_comes_back_helps(
    named: list[MemberLine], present: list[MemberLine], new: MemberLine
) -> None:
    before, after = remaining(named, present), remaining(named, [*present, new])
    if new.key not in {one.key for one in named}:
        assert after == before
    assert after.still_there >= before.still_there


def test_exactly_half_is_not_most() -> None:
    named = [line("Aal"), line("Bohr"), line("Cel"), line("Dorn")]
    assert not remaining(named, named[:2]).most_are_gone
    assert remaining(named, named[:1]).most_are_gone


def test_letter_case_blanks_and_kind_do_not_make_another_member_but_the_country_does() -> None:
    named = [line("Aal  GmbH"), line("BOHR AG")]
    present = [line("aal gmbh", kind=MemberKind.RESEARCH), line("Bohr AG", "DE")]
    assert remaining(named, present).gone == (named[1],)


def test_without_names_nothing_is_gone() -> None:
    assert not remaining([], []).most_are_gone
