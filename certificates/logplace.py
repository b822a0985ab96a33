"""Where the log has a leaf, and on whose word: a proof weighed against the pinned keys."""

from dataclasses import dataclass

from certificates.checkpoint import Cosignature, SignedCheckpoint, read_checkpoint
from certificates.errors import BadInput
from certificates.keys import PublicKey, Purpose, State
from certificates.leaves import Leaf
from certificates.logproof import check_proof, read_proof
from certificates.trust import Trust
from certificates.wording import in_words


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf that the log has as its number `number`, from 1.

    `sound` is false where the only keys that vouch for it fell into other hands: whoever has
    such a key can sign a log that never was.
    """

    leaf: Leaf
    number: int
    sound: bool
    cosigned: tuple[Cosignature, ...]

    @property
    def told(self) -> str:
        """The place in words, with whose word the time is."""
        day = in_words(self.leaf.at.date(), "en")
        entry = f"as entry {self.number} since {day}"
        if not self.cosigned:
            return f"{entry}; the time is the register's own word."
        first = min(self.cosigned, key=lambda one: one.at)
        seen = in_words(first.at.date(), "en")
        return f"{entry}; {first.witness} confirmed it from outside by {seen}."


def place_of(proof: bytes, trust: Trust, what: str) -> Place:
    """Return where the log has the leaf of a proof; raise BadInput where the proof fails.

    The checkpoint must be signed by a pinned key in its turn, and must not contradict the one in
    the trust bundle.
    """
    read = read_proof(proof, what)
    signed = check_proof(read, (*trust.log_keys, *trust.witnesses))
    vouching = _vouching(signed, trust)
    if not vouching:
        raise BadInput(f"{what} rests on a state of the log that was signed by a key out of turn.")
    pinned = read_checkpoint(trust.checkpoint, trust.log_keys).checkpoint
    seen = signed.checkpoint
    if (seen.origin, seen.size) == (pinned.origin, pinned.size) and seen.root != pinned.root:
        raise BadInput(f"{what} rests on another log than the one of the trust bundle.")
    sound = any(_is_sound(key, signed.cosigned) for key in vouching)
    return Place(read.leaf, read.index + 1, sound, signed.cosigned)


def _vouching(signed: SignedCheckpoint, trust: Trust) -> list[PublicKey]:
    signers = {key.public for key in signed.signed_by}
    counting = trust.keys.counting(Purpose.CHECKPOINT, signed.checkpoint.size)
    return [key for key in counting if key.raw in signers]


def _is_sound(key: PublicKey, cosigned: tuple[Cosignature, ...]) -> bool:
    if key.state is not State.COMPROMISED or key.until is None:
        return True
    return any(one.at < key.until for one in cosigned)
