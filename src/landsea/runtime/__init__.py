"""Plumbing without domain words: database, clock, ids, secrets, blobs, settings, languages, logs.

`landsea.runtime.http` holds what every HTTP route shares; it is imported by name, so that the command line starts without it.
"""

from landsea.runtime.blobs import Blobs
from landsea.runtime.clock import Clock, SandboxClock, SystemClock, system_now
from landsea.runtime.cursors import moment_and_id, not_given, only_id, parse_cursor, render_cursor
from landsea.runtime.database import UTC, Database, metadata
from landsea.runtime.i18n import LANGUAGES, explain, preferred_language, said, say, translate
from landsea.runtime.ids import new_id
from landsea.runtime.kept import Kept
from landsea.runtime.secrets import Vault, read_or_make_secret
from landsea.runtime.settings import Settings, load_settings

__all__ = [
    "LANGUAGES",
    "UTC",
    "Blobs",
    "Clock",
    "Database",
    "Kept",
    "SandboxClock",
    "Settings",
    "SystemClock",
    "Vault",
    "explain",
    "load_settings",
    "metadata",
    "moment_and_id",
    "new_id",
    "not_given",
    "only_id",
    "parse_cursor",
    "preferred_language",
    "read_or_make_secret",
    "render_cursor",
    "said",
    "say",
    "system_now",
    "translate",
]
