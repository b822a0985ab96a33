"""The gate releases what disclosure control lets out, and keeps a ledger of all of it."""

import time
from labelling.core.database import Database, reading
from tests.labelling.club.results.making import build_club, release
from labelling.club.results import gate, queries
from labelling.club.results.member import results_of


def test_try(database: Database) -> None:
    world = build_club(2)
    t = time.time()
    release(world, round_id=world.rounds[0])
    release(world)
    print("released", time.time() - t)
    from tests.labelling.club.results.making import NOW

    actor, m = world.first()
    with reading() as session:
        own = queries.own_results(session, actor, m, NOW)
        t = time.time()
        r = results_of(session, own, "")
        print(
            time.time() - t,
            len(r.lines),
            r.portrait,
            [(l.indicator.code, l.whole and l.whole.quarter) for l in r.lines][:8],
        )
