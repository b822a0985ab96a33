"""What ``doctor`` asks of this room: is the file of every certificate there, and unchanged?"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import files
from labelling.issuing.models import Certificate


def certificate_faults(session: Session) -> Iterator[str]:
    """Yield, in plain words, each issued certificate whose file is missing or was changed."""
    store = files.store()
    rows = session.execute(
        select(Certificate.sheet, Certificate.version, Certificate.sha256)
        .order_by(Certificate.issued_at, Certificate.id)
        .execution_options(yield_per=500)
    )
    for sheet, version, digest in rows:
        name = f"the certificate {sheet['number']}, version {version},"
        try:
            store.get(digest)
        except KeyError:
            yield f"{name} has no file any more; take {digest} from a backup"
        except ValueError:
            yield f"the file of {name} was changed; take {digest} from a backup"
