"""What the command line does with files; it prints nothing and ends nothing itself."""

from datetime import date, datetime
from pathlib import Path

from certificates.bounds import bounded
from certificates.errors import BadInput
from certificates.presented import check_presented
from certificates.sources import read_presented, read_proof_beside, read_trust
from certificates.trustfile import read_bundle


def verify_report(
    path: str | Path,
    trust: str | None,
    on: date | None,
    now: datetime,
    installed_trust: Path | None = None,
) -> tuple[dict[str, object], int]:
    """Return the report on a certificate or badge, and the exit code: 0 valid, 1 not, 2 unknown.

    A proof that lies beside the file, under its name and `.proof`, is weighed too.
    `trust` is a file or a web address, the only case in which the network is used. Without it
    the bundle of the installed configuration counts, if there is one. Raises BadInput, which is
    exit code 2 too, for a file that cannot be read, is neither PDF nor picture, has over 10 MB, or
    takes more than a minute of work.
    """
    data = read_presented(Path(path))
    source = trust
    if source is None and installed_trust is not None and installed_trust.exists():
        source = str(installed_trust)
    bundle = None if source is None else read_bundle(read_trust(source), source)
    proof = read_proof_beside(Path(path))
    with bounded():
        report = check_presented(data, bundle, on, now, proof)
    return report.as_dict(), report.exit_code


def day_from(text: str) -> date:
    """Return the day that `--on` names, YYYY-MM-DD; raise BadInput for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise BadInput(f"--on takes a day such as 2026-06-01, not {text!r}.") from problem
    if text != day.isoformat():
        raise BadInput(f"--on takes a day such as 2026-06-01, not {text!r}.")
    return day
