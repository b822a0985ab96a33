"""A time stamping authority over HTTP (RFC 3161), of which nothing is believed unseen.

What it answers goes into files that are kept for ever. So each stamp is weighed as a verifier will
weigh it, before anything is signed with it: a file with a stamp that does not count is refused by
everybody, and nobody could mend it.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import new as new_hash
from http import HTTPStatus

from asn1crypto import cms, tsp
from asn1crypto.x509 import Certificate
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certificates.errors import BadInput
from certificates.keys import Chain
from certificates.posting import post

LARGEST = 64 * 1024
"""Bytes of an answer: a stamp with its certificates takes some 6 kB."""

WRONG_BY = timedelta(minutes=15)
"""How far an authority's clock may be from ours: what it says is printed as the truth."""

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class StampAuthority(TimeStamper):
    """Asks an authority whose stamps lead to one of these roots (DER); anything else is an error.

    `seconds` is for one stamp, all in all. `headers` tell of an account.
    """

    def __init__(
        self, address: str, roots: Chain, seconds: float, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's has no types
        self._address, self._roots, self._seconds = address, roots, seconds
        self._headers = {**(headers or {}), "Content-Type": _QUERY, "Accept": _REPLY}

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a stamp of a digest that a verifier accepts; raise TimestampRequestError else."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            signed: cms.SignedData = token["content"]
            at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
            counts = await self._counts(signed, message_digest, md_algorithm, at)
        except TimestampRequestError:
            raise
        except Exception as problem:  # whatever an authority answers, pyHanko may stumble over it
            raise TimestampRequestError("The authority answered with no time stamp.") from problem
        if not counts:
            raise TimestampRequestError("The time stamp would not count with a verifier.")
        if abs(at - datetime.now(UTC)) > WRONG_BY:
            raise TimestampRequestError(f"The time stamp is of {at.isoformat()}, which is not now.")
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the answer, unread; raise TimestampRequestError where there is none."""
        try:
            answer = await asyncio.to_thread(
                post,
                self._address,
                req.dump(),
                self._headers,
                largest=LARGEST,
                seconds=self._seconds,
            )
        except BadInput as problem:
            raise TimestampRequestError(str(problem)) from problem
        if answer.status != HTTPStatus.OK:
            raise TimestampRequestError(f"The authority answered with status {answer.status}.")
        if answer.media_type.lower() != _REPLY:
            raise TimestampRequestError("The authority answered with something else than a stamp.")
        return tsp.TimeStampResp.load(answer.content, strict=True)

    async def _counts(
        self, signed: cms.SignedData, digest: bytes, algorithm: str, at: datetime
    ) -> bool:
        context = ValidationContext(
            trust_roots=[Certificate.load(root) for root in self._roots],
            moment=at,
            allow_fetching=False,
        )

        def expected(asked: str) -> bytes:
            # Another algorithm than ours would be a stamp of something else.
            return digest if asked == algorithm else new_hash(asked, digest).digest()

        found = await validate_tst_signed_data(signed, context, expected)
        status = TimestampSignatureStatus(**found)
        return status.intact and status.valid and status.trusted
