from tests.labelling.club.award.making import *
from labelling.club.award.stages import standing_of
from labelling.club import queries as cq
def test_try(database):
    club = frozen_with_rule()
    agree(club, members(club))
    with reading() as s:
        st = standing_of(s, cq.get_round(s, club.round_id))
        from collections import Counter
        print(Counter(st.found.obstacles.values()), st.step)
    f = prepare(club)
    print(f.kind, f.reason, f.members)
    decide(club, f)
    with reading() as s:
        st = standing_of(s, cq.get_round(s, club.round_id)); print(st.step, st.stage, st.candidates)
def test_jury(database):
    club, a = awarded(); print(a.number, a.holder, a.figure)
