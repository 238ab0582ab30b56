"""The node of this machine's settings: where commands call it when no address is given, and whether it is that node which answers."""

from __future__ import annotations

from landsea.app.client import Client
from landsea.kernel import Refusal
from landsea.runtime import Settings, load_settings

ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104  # not bound to: called instead of
"""Where to call a node that listens on every address."""


class AnotherNode(Refusal):
    code = "another-node"
    status = 409
    text = (
        "What answers at {url} is not the node in {home}: its log is {found}, not {expected}. The API key was not sent. Start that node, "
        "or name the one that is meant (--url, LANDSEA_URL)."
    )


def own_address(settings: Settings) -> str:
    """`base_url`, else http://host:port, as `landsea serve` reads them."""
    return settings.base_url.rstrip("/") or f"http://{ANY_ADDRESS.get(settings.host, settings.host)}:{settings.port}"


def own_client(key: str) -> Client:
    """A client of the node of this machine's settings. Where the node itself is here, whatever else answers at its address gets no key
    (`AnotherNode`).
    """
    settings = load_settings()
    url = own_address(settings)
    if key and (expected := _log_key(settings)):
        found = Client(url).download("/v1/log-key").decode(errors="replace").strip()
        if found != expected:
            raise AnotherNode(url=url, home=settings.home, found=_name(found), expected=_name(expected))
    return Client(url, key)


def _log_key(settings: Settings) -> str | None:
    """The verifier key of the node in the folder; none where no node is, or one that the caller may not open."""
    made = settings.database_url or (settings.home / "landsea.sqlite3").exists()
    if not made or not (settings.node_secret or (settings.home / "node.secret").exists()):
        return None
    from sqlalchemy.exc import SQLAlchemyError

    from landsea.app.node import log_key

    try:
        return log_key(settings)
    except (OSError, SQLAlchemyError, Refusal):
        return None


def _name(key: str) -> str:
    """The name and id of a verifier key `name+id+base64`."""
    return "+".join(key.split("+")[:2])[:200]
