"""Run migrations on the connection that ``labelling.migrating`` hands over."""

from alembic import context

from labelling.core import immutability
from labelling.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    user_module_prefix="columns.",
)
with context.begin_transaction():
    context.run_migrations()
    # A batch migration on SQLite rebuilds its table and loses the triggers without a word.
    immutability.protect(connection)
