"""The command line. Each command loads only what it needs: scoring or checking a file wants
neither a server nor a database, so nothing of the web is imported here."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

_Result = TypeVar("_Result")


class _Operations(click.Group):
    """Commands that need the application; they are loaded when one of them is asked for."""

    NAMES = (
        "serve", "worker", "demo", "migrate", "create-admin", "doctor", "backup", "restore", "keys",
        "export-register",
        "issuing", "club",
    )  # fmt: skip

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.NAMES])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in self.NAMES:
            from labelling.commands import operations

            return operations.COMMANDS[name]
        return super().get_command(ctx, name)


@click.group(cls=_Operations, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Labels for excellent cluster organisations: score, verify, serve."""


def main() -> NoReturn:
    """Run the command line; bad input ends with one sentence and exit code 2."""
    cli(prog_name="labelling")
    sys.exit(0)


def _print(result: object) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False))


def _or_explain(function: Callable[[], _Result], bad: type[Exception]) -> _Result:
    try:
        return function()
    except bad as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@cli.command()
def editions() -> None:
    """List the editions of the schemes as JSON."""
    from assessments import commands

    _print(commands.editions_report())


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--ways", is_flag=True, help="Add the cheapest ways to the next level.")
@click.option("--explain", is_flag=True, help="Add every step from attributes to the total.")
def score(file: Path, ways: bool, explain: bool) -> None:
    """Score a self-assessment in FILE.json and explain the result."""
    from assessments import commands
    from assessments.errors import BadInput

    def report() -> dict[str, Any]:
        return commands.score_report(file, ways=ways, explanation=explain)

    _print(_or_explain(report, BadInput))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Of the draws; 0 unless said.")
def agreement(file: Path, seed: int) -> None:
    """Say how far the raters in FILE.csv (columns unit, rater, score) agree."""
    from assessments.agreement.report import agreement_report
    from assessments.errors import BadInput

    _print(_or_explain(lambda: agreement_report(file, seed), BadInput))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", help="Trust bundle: a file, or the address of a register's /trust.json.")
@click.option("--on", "day", metavar="DATE", help="Ask for another day (YYYY-MM-DD).")
def verify(file: Path, trust: str | None, day: str | None) -> None:
    """Say whether FILE.pdf (or a badge) is genuine, and how its label stands."""
    from certificates.commands import day_from, verify_report
    from certificates.errors import BadInput
    from labelling.settings import Settings

    def check() -> tuple[dict[str, Any], int]:
        on = day_from(day) if day is not None else None
        return verify_report(file, trust, on, datetime.now(UTC), Settings().trust_bundle)

    report, code = _or_explain(check, BadInput)
    _print(report)
    sys.exit(code)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--rule",
    type=click.Choice(["eco-2007", "eco-2006"]),
    default="eco-2007",
    show_default=True,
    help="Rule by which stars are given.",
)
def stars(file: Path, rule: str) -> None:
    """Give stars to regions in sectors, from regional employment in FILE.csv, as CSV."""
    from benchmarking.faults import BadTable
    from benchmarking.starsfile import stars_report

    click.echo(_or_explain(lambda: stars_report(file, rule), BadTable), nl=False)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
def compare(file: Path) -> None:
    """Compute a club's figures from FILE.csv, and show those that tell of nobody."""
    from benchmarking.comparing import compare_report
    from benchmarking.reading import BadInput

    _print(_or_explain(lambda: compare_report(file), BadInput))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--frozen", help="SHA-256 of the frozen round, where you know it from elsewhere.")
@click.option("--sha256", help="SHA-256 of the file, where you know it from elsewhere.")
def award(file: Path, frozen: str | None, sha256: str | None) -> None:
    """Compute the award in FILE.json again, and say whether the file states the same.

    Exit code 1 where it does not.
    """
    from benchmarking.award.auditfile import UnreadableAudit
    from benchmarking.award.command import award_report

    report, agrees = _or_explain(lambda: award_report(file, frozen, sha256), UnreadableAudit)
    _print(report)
    sys.exit(0 if agrees else 1)


@cli.group("log")
def log() -> None:
    """Look into a register's transparency log from outside."""


@log.command()
@click.argument("url")
@click.option(
    "--key", "keys", multiple=True, metavar="VKEY", help="Key of the log or of a witness; pinned."
)
@click.option("--trust", help="Trust bundle with the keys to pin: a file or an address.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with the state that was seen last; it is compared and renewed.",
)
def audit(url: str, keys: tuple[str, ...], trust: str | None, state: Path | None) -> None:
    """Check the log at URL: signed, only ever grown, its hashes those of its entries."""
    from certificates.auditing import audit_report
    from certificates.errors import BadInput

    report, code = _or_explain(lambda: audit_report(url, keys, state, trust), BadInput)
    _print(report)
    sys.exit(code)
