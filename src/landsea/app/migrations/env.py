"""Alembic's environment: always run from the program, on a connection it was given."""

from __future__ import annotations

from alembic import context

from landsea.app.rooms import projections
from landsea.runtime import metadata

projections()  # imports every room's tables
import landsea.journal.http  # noqa: E402, F401  (answers)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=lambda item, name, kind, reflected, other: not (kind == "table" and str(name).startswith("test_")),
)
with context.begin_transaction():
    context.run_migrations()
