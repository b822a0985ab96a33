"""Refusals: exceptions with a sentence for the user and an HTTP status, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from labelling.core.i18n import Text, lazy


@dataclass(frozen=True)
class Way:
    """A page on which the one who was refused can put things right.

    ``text`` says what is done there; ``endpoint`` and ``values`` name the page. Where it
    ``returns``, it is told in ``next`` to which page of ours it leads back once that is done.
    """

    text: Text
    endpoint: str
    values: Mapping[str, object]
    returns: bool = False


class Refusal(Exception):
    """Something the system will not do, and says why.

    ``sentence`` says what is so; ``kept`` what was kept; ``advice`` what to do now; ``way`` where.
    """

    status = 400
    title: Text = lazy("This cannot be done")
    fallback: Text = lazy("This cannot be done as things stand.")

    def __init__(
        self,
        sentence: Text | None = None,
        *,
        kept: Text | None = None,
        advice: Text | None = None,
        field: str | None = None,
        way: Way | None = None,
        **values: object,
    ) -> None:
        self.template = sentence if sentence is not None else self.fallback
        self.values: Mapping[str, object] = values
        self.kept = kept
        self.advice = advice
        self.field = field
        self.way = way
        super().__init__()

    @property
    def sentence(self) -> str:
        """Return the sentence in the language of the moment."""
        return str(self.template) % self.values if self.values else str(self.template)

    def __str__(self) -> str:
        return self.sentence


class BadRequest(Refusal):
    """The request itself makes no sense."""

    title = lazy("We could not read this request")


class NotSignedIn(Refusal):
    """The page needs to know who asks."""

    status = 401
    title = lazy("Please sign in")
    fallback = lazy("This page is for people who have signed in.")


class NotAllowed(Refusal):
    """The actor may know that the thing exists, but not do this."""

    status = 403
    title = lazy("You may not do this")
    fallback = lazy("Your role does not include this step.")


class SecondFactorNeeded(NotAllowed):
    """The step needs a second factor that is fresh."""

    title = lazy("Please confirm that it is you")
    fallback = lazy("This step asks for your second factor, not older than ten minutes.")


class NotFound(Refusal):
    """There is no such thing, or the actor may not know of it: the answer is the same."""

    status = 404
    title = lazy("There is nothing at this address")
    fallback = lazy("Either it never existed, or it is not open to you.")


class NotNow(Refusal):
    """The step does not fit the state that things are in."""

    status = 409
    title = lazy("This step is not possible now")


class Conflict(Refusal):
    """Somebody else has changed the same thing meanwhile."""

    status = 409
    title = lazy("Somebody else changed this meanwhile")


class Invalid(Refusal):
    """What was entered cannot be taken as it is."""

    status = 422
    title = lazy("Something needs to be corrected")


class TooLarge(Refusal):
    """More was sent than is taken."""

    status = 413
    title = lazy("This is too large")


class Unavailable(Refusal):
    """Something that we need is missing at present; it is ours to mend."""

    status = 503
    title = lazy("This is not available at present")


class TooMany(Refusal):
    """Too many tries in a short time."""

    status = 429
    title = lazy("Too many tries")
    fallback = lazy("There were many tries in a short time. Wait a minute and try again.")
