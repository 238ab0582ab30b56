"""Which chains this node uses, each with one token registry: configured by the node's operator, never coded."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import NotFound
from landsea.lading import store_chain as store
from landsea.lading.chain import Chain, TokenName
from landsea.lading.chain.facts import ChainConfigured, ChainRemoved, ChainSettings
from landsea.lading.chain.refusals import BadChain, ChainInUse, UnknownRegistry
from landsea.lading.escrow import parse_address
from landsea.policy import jurisdiction

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_INTEGER_MAX = 2**53 - 1
GWEI = 10**9
"""Wei."""


def add_chain(work: Work, settings: ChainSettings, url: str | None) -> ChainSettings:
    """Adds a chain, or changes one of that name: chain id and registry only while no document is there. By an operator of the node.

    `url`: of its JSON-RPC node; `None`: the one that is kept for it.
    """
    identity.require_node_operator(work, "configure chains")
    url = url_for(work, settings, url)
    require_good(settings, url)
    known = store.find_chain(work.connection, settings.name, removed=True)
    if known is not None and store.is_in_use(work.connection, settings.name):
        for what in ("chain_id", "registry"):
            if getattr(known, what) != getattr(settings, what):
                raise ChainInUse(name=settings.name, what=what, pointer=f"/{what}")
    stream = _stream(settings.name)
    work.append(stream, work.version(stream), ChainConfigured(settings))
    store.set_line(work.connection, settings.name, url)
    return settings


def remove_chain(work: Work, name: str) -> None:
    """No document leaves for it any more. Refused while documents are there. By an operator of the node."""
    identity.require_node_operator(work, "configure chains")
    get_chain(work, name)
    if store.is_in_use(work.connection, name):
        raise ChainInUse(name=name, what="entry")
    stream = _stream(name)
    work.append(stream, work.version(stream), ChainRemoved(name))


def url_for(view: View, settings: ChainSettings, url: str | None) -> str:
    """The URL that was given, else the one that is kept. Raises `BadChain` where there is neither."""
    found = store.find_line(view.connection, settings.name) if url is None else url
    if found is None:
        why, mend = "the URL of its JSON-RPC node is missing", "Write all of it."
        raise BadChain(name=repr(settings.name[:40]), why=why, mend=mend, pointer="/url")
    return found


def list_chains(view: View) -> list[ChainSettings]:
    return store.list_chains(view.connection)


def get_chain(view: View, name: str) -> ChainSettings:
    found = store.find_chain(view.connection, name)
    if found is None:
        raise NotFound(what="chain", id=name)
    return found


def line_to(view: View, settings: ChainSettings) -> Chain:
    """The chain with the URL of its node: for who calls it, outside of any transaction."""
    url = store.find_line(view.connection, settings.name)
    if url is None:
        raise NotFound(what="JSON-RPC URL of chain", id=settings.name)
    return line_at(settings, url)


def line_at(settings: ChainSettings, url: str) -> Chain:
    registries = frozenset({settings.registry, *settings.trusted})
    given = (settings.name, settings.chain_id, url, registries, settings.confirmations)
    return Chain(*given, settings.fee_gwei_max * GWEI, settings.mined_within_seconds)


def chain_of_token(view: View, name: TokenName) -> Chain:
    """The configured chain on which the token's registry is trusted, to ask it (`chain.standing_of_token`) outside of any transaction.

    Raises `UnknownRegistry` where there is none.
    """
    for settings in store.list_chains(view.connection):
        if settings.chain_id == name.chain_id and name.registry in (settings.registry, *settings.trusted):
            return line_to(view, settings)
    raise UnknownRegistry(registry=name.registry, chain=f"eip155:{name.chain_id}")


def require_good(settings: ChainSettings, url: str) -> None:
    """Raises `BadChain`, by what is written alone."""
    checks = (
        ("name", _NAME.fullmatch(settings.name), "a name has 1 to 40 of a-z, 0-9 and -", "Choose another name."),
        (
            "chain_id",
            0 < settings.chain_id <= _INTEGER_MAX,
            "the chain id is no positive number",
            "Look it up (EIP-155).",
        ),
        (
            "confirmations",
            0 < settings.confirmations <= 100_000,
            "confirmations are 1 to 100000",
            "Ask who runs the chain.",
        ),
        ("url", _is_web(url), "the URL is not http or https", "Write all of it."),
        ("url", len(url) <= 500, "the URL has more than 500 characters", "Use a shorter one."),
        (
            "fee_gwei_max",
            0 < settings.fee_gwei_max <= _INTEGER_MAX,
            "the fee limit is no positive number",
            "Write gwei.",
        ),
        (
            "mined_within_seconds",
            10 <= settings.mined_within_seconds <= 86_400,
            "a block is waited for 10 to 86400 seconds",
            "Write seconds.",
        ),
        (
            "registry",
            settings.registry != settings.minter,
            "registry and minter are one address",
            "Name the registry's contract.",
        ),
    )
    for what, holds, why, mend in checks:
        if not holds:
            raise BadChain(name=repr(settings.name[:40]), why=why, mend=mend, pointer=f"/{what}")
    jurisdiction(settings.jurisdiction)
    for address in (settings.registry, settings.minter, *settings.trusted):
        parse_address(address)


def _is_web(url: str) -> bool:
    try:
        given = urlsplit(url)
    except ValueError:
        return False
    return given.scheme in ("http", "https") and bool(given.hostname)


def _stream(name: str) -> str:
    return f"chain-settings:{name}"
