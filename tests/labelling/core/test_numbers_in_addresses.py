"""A number in an address that no table can hold is nothing that we have, and no fault of ours."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from tests.labelling.people.making import make_person, sign_in

SOMEWHERE = UUID(int=7)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, "9" * 5000, "٣"])
def test_a_number_that_no_column_holds_is_404(client: FlaskClient, number: int | str) -> None:
    sign_in(client, make_person("Olga Officer", roles=[Role.OFFICER]))
    paths = [f"/evidence/{SOMEWHERE}/{number}", f"/log/proof/{number}", f"/statistics/{number}"]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    fact = client.put(f"/organisations/{SOMEWHERE}/facts/members-total/{number}")
    assert fact.status_code == 404
