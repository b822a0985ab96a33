"""What each question of a check is called, and its answer in words that a reader understands.

A verifier's own sentence is English and exact; beside it stands one in the reader's language. Of
the reasons why a file is refused those that people meet are told one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from certificates.report import Check
from certificates.signature import Refusal
from labelling.core.i18n import Text, lazy

YES, NO, CANNOT_BE_KNOWN = lazy("Yes"), lazy("No"), lazy("Cannot be known")
ANSWERS: Mapping[bool | None, Text] = {True: YES, False: NO, None: CANNOT_BE_KNOWN}

QUESTIONS: Mapping[str, Text] = MappingProxyType(
    {
        "file": lazy("The file"),
        "signature": lazy("Signature"),
        "credential": lazy("Credential inside"),
        "log": lazy("Public log"),
        "document": lazy("This very file"),
        "text": lazy("Printed text"),
        "reach": lazy("The register’s knowledge"),
        "dates": lazy("Dates"),
        "label": lazy("Standing of the label"),
        "newest": lazy("Newest version"),
    }
)

_SENTENCES: Mapping[tuple[str, bool | None], Text] = MappingProxyType(
    {
        ("file", True): lazy("The file is, byte for byte, one that we issued."),
        ("file", False): lazy("The file is not, byte for byte, one that we issued."),
        ("signature", True): lazy("We signed the whole file, and nothing was changed since."),
        ("signature", False): lazy("Our signature does not hold for this file."),
        ("credential", True): lazy("The machine-readable certificate is ours and unchanged."),
        ("credential", False): lazy("The machine-readable certificate is not ours, or changed."),
        ("log", True): lazy("Our public log has the certificate, for this label."),
        ("log", False): lazy("Our public log does not have this certificate for this label."),
        ("log", None): lazy("Whether our public log has it cannot be known."),
        ("document", True): lazy("The register lists exactly this file."),
        ("document", False): lazy("The register lists another file for this certificate."),
        ("document", None): lazy("Whether the register lists exactly this file is not known."),
        ("text", True): lazy("What is printed is what the machine-readable certificate says."),
        ("text", False): lazy("What is printed is not what the machine-readable one says."),
        ("text", None): lazy("The printed text could not be compared: read it yourself."),
        ("reach", True): lazy("The register knows this day."),
        ("reach", None): lazy("The register cannot say how this day was."),
        ("dates", True): lazy("The day lies between the first and the last day that it names."),
        ("dates", False): lazy("The day lies outside the days that it names."),
        ("label", True): lazy("The label was neither suspended, withdrawn nor revoked."),
        ("label", False): lazy("The label did not count on this day."),
        ("label", None): lazy("Nothing against the label is known so far."),
        ("newest", True): lazy("No newer certificate had replaced it."),
        ("newest", False): lazy("A newer certificate had replaced it."),
        ("newest", None): lazy("No newer certificate has replaced it so far."),
    }
)

REFUSALS: Mapping[Refusal, Text] = MappingProxyType(
    {
        Refusal.UNREADABLE: lazy("It cannot be read as a PDF that we signed."),
        Refusal.UNSIGNED: lazy("It has no signature; ours are signed."),
        Refusal.SEVERAL: lazy("It has more than one signature; ours have exactly one."),
        Refusal.ADDED: lazy("Something was added to it after we signed it."),
        Refusal.CHANGED: lazy("It was changed after signing, or bears another file’s signature."),
        Refusal.FOREIGN: lazy("Somebody else signed it, not we."),
        Refusal.UNTRUSTED: lazy("It was signed with a key that did not count at that moment."),
        Refusal.OPEN: lazy("Its signature does not forbid changes; ours do."),
        Refusal.SPELLING: lazy("The place of its signature was tampered with."),
        Refusal.CONTAINER: lazy("Its signature is put together in another way than ours."),
        Refusal.EXTRA: lazy("Its signature carries an addition that nobody signed."),
        Refusal.STAMP: lazy("It has a time stamp that is not from an authority we name."),
        Refusal.FILES: lazy("The files inside it are not as we put them in."),
    }
)

_REASONS: Mapping[str, Text] = MappingProxyType(
    {
        **{refusal.value: said for refusal, said in REFUSALS.items()},
        "The file has no credential inside; the register's have one.": lazy(
            "It has no machine-readable certificate inside; ours have one."
        ),
        "The file has no proof from the log inside; the register's have one.": lazy(
            "It has no proof from our public log inside; ours have one."
        ),
        "The credential is not as it was signed, or somebody else signed it.": lazy(
            "The machine-readable certificate was changed, or somebody else signed it."
        ),
        "The credential is signed with a key that the issuer has not published.": lazy(
            "Somebody else signed the machine-readable certificate, not we."
        ),
        "The credential has no proof.": lazy("The machine-readable certificate is not signed."),
        "The proof inside is that of another credential.": lazy(
            "The proof inside belongs to another certificate."
        ),
        "The log has the credential for another label than it names.": lazy(
            "It names another label than the one it was issued for."
        ),
        "The register has the credential for another label than it names.": lazy(
            "It names another label than the one it was issued for."
        ),
        "The register has this label under another number.": lazy(
            "It bears another number than the label has in the register."
        ),
        "The register lists another file for this certificate.": lazy(
            "The register lists another file for this certificate."
        ),
        "The register lists this file as another certificate.": lazy(
            "The register lists this file as another certificate."
        ),
        "The register lists another credential for this certificate.": lazy(
            "The register lists another machine-readable certificate for it."
        ),
        "The proof inside does not lead from the leaf to the log's signed root.": lazy(
            "The proof inside leads nowhere in our public log."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the check: answered in a word, in a sentence, and in technical words."""

    question: str
    answer: str
    sentence: str
    detail: str
    name: str = ""
    ok: bool | None = None


def line_of(check: Check) -> Line:
    """Return the answer to a question in the language in force."""
    sentence = str(_SENTENCES.get((check.name, check.ok), ""))
    if check.ok is False:
        sentence = reason_of(check) or sentence
    question = QUESTIONS.get(check.name, check.name)
    answer = str(ANSWERS[check.ok])
    return Line(str(question), answer, sentence, check.detail, check.name, check.ok)


def reason_of(check: Check) -> str:
    """Return why a file was refused, as far as that can be told in the language in force."""
    if check.detail in _REASONS:
        return str(_REASONS[check.detail])
    told = [str(said) for refusal, said in REFUSALS.items() if refusal.value in check.detail]
    return " ".join(told)
