"""Run every benchmark and print JSON: ``./run bench [--rounds N] [--labels N]``."""

import argparse
import json
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import (
    agreement,
    club,
    clubpage,
    issuing,
    listing,
    mapping,
    printing,
    registers,
    reviewing,
    saving,
    scoring,
    starring,
    verifying,
)
from labelling import migrating
from labelling.app import create_app
from labelling.core.clock import utcnow
from labelling.core.database import Database
from labelling.settings import Settings


def main() -> None:
    """Measure on a fresh database (SQLite unless an empty PostgreSQL is named)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--database", help="address of an empty PostgreSQL database")
    parser.add_argument("--labels", type=int, default=10_000, help="of the large register")
    parser.add_argument(
        "--registers", nargs=2, metavar="URL",
        help="addresses of two more empty PostgreSQL databases, for a small and a large register",
    )  # fmt: skip
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder), database_url=wanted.database, public_url="http://localhost"
        )
        database = Database(settings.database)
        migrating.upgrade(database)
        app = create_app(settings, database)
        small, large = (
            _migrated(url)
            for url in wanted.registers
            or (f"sqlite:///{folder}/small.sqlite", f"sqlite:///{folder}/large.sqlite")
        )
        pairs = [
            *agreement.benchmarks(wanted.rounds),
            *club.benchmarks(wanted.rounds),
            *clubpage.benchmarks(app, wanted.rounds),
            issuing.benchmark(wanted.rounds),
            listing.benchmark(app, database, wanted.rounds),
            *mapping.benchmarks(app, wanted.rounds),
            printing.benchmark(wanted.rounds),
            *reviewing.benchmarks(app, database, wanted.rounds),
            *saving.benchmarks(app, database, wanted.rounds),
            starring.benchmark(wanted.rounds),
            verifying.benchmark(wanted.rounds),
            *scoring.benchmarks(wanted.rounds),
            *registers.benchmarks(app, small, large, wanted.labels, wanted.rounds),
        ]
        report = {
            "at": utcnow().isoformat(timespec="seconds"),
            "python": platform.python_version(),
            "database": database.engine.dialect.name,
            "benchmarks": [pair.as_dict() for pair in pairs],
        }
        for used in (database, small, large):
            used.dispose()
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _migrated(url: str) -> Database:
    database = Database(url)
    migrating.upgrade(database)
    return database


if __name__ == "__main__":
    main()
