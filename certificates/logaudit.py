"""A third party's check of the log: is it signed, does it only grow, are its hashes its entries'?

The whole tree is computed anew from the entries, so that nothing the log says about itself is
believed. The earlier state that the auditor kept must be one that the same entries lead through.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from certificates.canonical import to_base64, to_instant
from certificates.checkpoint import Checkpoint, read_checkpoint, read_text
from certificates.errors import BadInput
from certificates.frontier import Frontier
from certificates.leaves import read_leaf
from certificates.log import hash_leaf
from certificates.notes import VerifierKey, read_note
from certificates.report import Check
from certificates.tiles import WIDTH, Fetch, Tile, hash_of_tile, new_bundles, read_entries

CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class LogAudit:
    """What was found. `evidence` has the notes that contradict each other, to be shown around."""

    checkpoint: Checkpoint
    checks: tuple[Check, ...]
    evidence: tuple[str, ...]

    @property
    def valid(self) -> bool | None:
        """True where every answer is, False where one is, None where one cannot be known."""
        answers = {check.ok for check in self.checks}
        return False if False in answers else None if None in answers else True

    @property
    def exit_code(self) -> int:
        """0 where all holds, 1 where something does not, 2 where it cannot be known."""
        return {True: 0, False: 1, None: 2}[self.valid]

    def as_dict(self) -> dict[str, object]:
        """Return the report as plain values for JSON."""
        return {
            "valid": self.valid,
            "log": self.checkpoint.origin,
            "size": self.checkpoint.size,
            "root": to_base64(self.checkpoint.root),
            "checks": [asdict(check) for check in self.checks],
            "evidence": list(self.evidence),
        }


def audit_log(
    fetch: Fetch, note: bytes, keys: Sequence[VerifierKey], earlier: bytes | None
) -> LogAudit:
    """Return what can be said of the log with this checkpoint, whose files `fetch` brings.

    `keys` are those that the auditor pinned; `earlier` is the checkpoint that they kept last.
    Raises BadInput where a file cannot be read, or the earlier checkpoint is of another log.
    """
    head = read_text(read_note(note))
    before = read_text(read_note(earlier)) if earlier is not None else None
    if before is not None and before.origin != head.origin:
        raise BadInput(f"What was kept is of the log {before.origin!r}, not of {head.origin!r}.")
    rebuilt = _rebuild(fetch, head.size, before.size if before is not None else 0)
    checks = [_signature(note, keys), _entries(head, rebuilt), _leaves(rebuilt), _tiles(rebuilt)]
    evidence: tuple[str, ...] = ()
    if before is not None and earlier is not None:
        grown = _growth(head, before, rebuilt)
        checks.insert(1, grown)
        if grown.ok is False:
            evidence = (earlier.decode("utf-8"), note.decode("utf-8"))
    return LogAudit(head, tuple(checks), evidence)


@dataclass(slots=True)
class _Rebuilt:
    """What the entries themselves say."""

    root: bytes = b""
    earlier_root: bytes | None = None
    types: Counter[str] = field(default_factory=Counter)
    unknown: list[int] = field(default_factory=list)
    wrong_tiles: list[str] = field(default_factory=list)


class _Tiles:
    """Fills tiles with hashes from the left and compares each with the one that is published."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._levels: list[list[bytes]] = []
        self._done: list[int] = []
        self.wrong: list[str] = []

    def add(self, level: int, hashes: Sequence[bytes]) -> None:
        """Take the next hashes of a level; a full tile gives one hash to the level above."""
        if level == len(self._levels):
            self._levels.append([])
            self._done.append(0)
        waiting = self._levels[level]
        for value in hashes:
            waiting.append(value)
            if len(waiting) == WIDTH:
                self._compare(level)
                self.add(level + 1, [hash_of_tile(b"".join(waiting))])
                waiting.clear()
                self._done[level] += 1

    def end(self) -> None:
        """Compare the tiles that are not full."""
        for level, waiting in enumerate(self._levels):
            if waiting:
                self._compare(level)

    def _compare(self, level: int) -> None:
        waiting = self._levels[level]
        tile = Tile(level, self._done[level], len(waiting))
        if self._fetch(tile.path) != b"".join(waiting):
            self.wrong.append(tile.path)


def _rebuild(fetch: Fetch, size: int, earlier: int) -> _Rebuilt:
    found, tiles, frontier = _Rebuilt(), _Tiles(fetch), Frontier()
    for bundle in new_bundles(0, size):
        entries = read_entries(fetch(bundle.path), bundle.width)
        hashes = [hash_leaf(entry) for entry in entries]
        for index, entry in enumerate(entries, bundle.first):
            _note_entry(found, index, entry)
        tiles.add(0, hashes)
        if bundle.first < earlier <= bundle.first + bundle.width:
            middle = earlier - bundle.first
            found.earlier_root = frontier.append(hashes[:middle]).frontier.root()
        frontier = frontier.append(hashes).frontier
    tiles.end()
    found.root, found.wrong_tiles = frontier.root(), tiles.wrong
    return found


def _note_entry(found: _Rebuilt, index: int, entry: bytes) -> None:
    try:
        found.types[read_leaf(entry).type.value] += 1
    except BadInput:
        found.unknown.append(index)


def _signature(note: bytes, keys: Sequence[VerifierKey]) -> Check:
    name = "signature"
    if not keys:
        detail = "No key was named, so it cannot be known who signed; name one with --key."
        return Check(name, None, detail)
    try:
        signed = read_checkpoint(note, keys)
    except BadInput as problem:
        return Check(name, False, str(problem))
    witnesses = [f"{one.witness} ({to_instant(one.at)})" for one in signed.cosigned]
    seen = f" Seen by {', '.join(witnesses)}." if witnesses else " No outside witness signed it."
    return Check(name, True, f"The checkpoint is signed by a key that you named.{seen}")


def _growth(head: Checkpoint, before: Checkpoint, rebuilt: _Rebuilt) -> Check:
    name, kept = "growth", f"the state with {before.size} entries that you kept"
    if before.size > head.size:
        return Check(
            name, False, f"The log now shows {head.size} entries, fewer than {kept}: some are gone."
        )
    if rebuilt.root != head.root:
        return Check(
            name, None, f"The entries are not those that were signed, so {kept} shows nothing."
        )
    if rebuilt.earlier_root != before.root:
        return Check(
            name, False, f"The log does not continue {kept}: its past was changed. Keep both notes."
        )
    return Check(name, True, f"The log continues {kept} and added {head.size - before.size} since.")


def _entries(head: Checkpoint, rebuilt: _Rebuilt) -> Check:
    if rebuilt.root == head.root:
        return Check("entries", True, f"All {head.size} entries together give the signed root.")
    return Check("entries", False, "The entries together do not give the signed root.")


def _leaves(rebuilt: _Rebuilt) -> Check:
    told = [f"{count} {kind}" for kind, count in sorted(rebuilt.types.items())]
    if rebuilt.unknown:
        places = ", ".join(map(str, rebuilt.unknown[:5]))
        detail = f"{len(rebuilt.unknown)} entries are of no kind known here, from number {places}."
        return Check("leaves", None, f"{detail} A newer version of this program may know them.")
    return Check("leaves", True, f"Every entry is of a known kind: {', '.join(told)}.")


def _tiles(rebuilt: _Rebuilt) -> Check:
    if not rebuilt.wrong_tiles:
        detail = "The published hashes, from which proofs are made, are those of the entries."
        return Check("tiles", True, detail)
    some = ", ".join(rebuilt.wrong_tiles[:3])
    return Check("tiles", False, f"Published hashes are not those of the entries: {some}.")
