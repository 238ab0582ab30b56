"""Settings: environment (`LANDSEA_...`) over the file `landsea.toml` in the node's folder over the defaults."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from landsea.kernel import Phrase, Refusal


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path
    """The node's folder: database, blobs, secret, lock."""
    database_url: str = ""
    """Empty: SQLite in `home`. Else postgresql://..."""
    host: str = "127.0.0.1"
    port: int = 8017
    base_url: str = ""
    """How others reach the node (DIDs, links, QR codes); empty: http://host:port."""
    node_secret: str = ""
    """Empty: the file `node.secret` in `home`."""
    body_bytes_max: int = 8_000_000
    requests_per_minute_max: int = 600
    schedules: str = "public"
    """Who may read the published schedules: `public` (no login) or `members` (users of the node)."""
    dcsa_profile: str = ""
    """`standard`, or `suite` (what DCSA's conformance suite wants beyond it); empty: `suite` on a sandbox, else `standard`."""
    webhook_addresses: str = "public"
    """Where webhooks may be sent: `public` addresses (a sandbox: its own machine too), or `any`, also those of a private network."""

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'landsea.sqlite3'}"

    @property
    def public_url(self) -> str:
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


CHOICES = {
    "schedules": ("public", "members"),
    "dcsa_profile": ("", "standard", "suite"),
    "webhook_addresses": ("public", "any"),
}


class BadSetting(Refusal):
    code = "bad-setting"
    status = 500
    text = "The setting {name} cannot be used: {why}. Correct it in {file}, or in the environment (LANDSEA_...)."


class BadSettings(Refusal):
    code = "bad-settings"
    status = 500
    text = "The settings in {file} cannot be read: {why}. Make it a TOML file in UTF-8 that this program may read."


def load_settings(home: Path | None = None) -> Settings:
    """Reads the file and the environment. Raises `BadSetting`, which names it, for an unknown name or a wrong value."""
    home = home or Path(os.environ.get("LANDSEA_HOME", "~/.landsea")).expanduser()
    settings = Settings(home=home)
    file = home / "landsea.toml"
    given = _in_file(file)
    known = {field.name: field for field in fields(Settings) if field.name != "home"}
    if unknown := sorted(given.keys() - known.keys()):
        raise BadSetting(name=unknown[0], why=Phrase("known are {names}", names=", ".join(known)), file=file)
    for name in known:
        if (text := os.environ.get(f"LANDSEA_{name.upper()}")) is not None:
            given[name] = text
    typed: dict[str, Any] = {
        name: _typed(name, value, type(getattr(settings, name)), file) for name, value in given.items()
    }
    for name, known_values in CHOICES.items():
        if name in typed and typed[name] not in known_values:
            why = Phrase(
                "{value} is not one of {names}", value=repr(typed[name]), names=", ".join(filter(None, known_values))
            )
            raise BadSetting(name=name, why=why, file=file)
    return replace(settings, **typed)


def _in_file(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise BadSettings(file=file, why=error) from None


def _typed(name: str, value: object, kind: type, file: Path) -> object:
    try:
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        why = Phrase("{value} is not of the type {kind}", value=repr(value), kind=kind.__name__)
        raise BadSetting(name=name, why=why, file=file) from None
