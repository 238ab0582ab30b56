"""Credentials: signing and verification by suite, and beside `@trustvc/trustvc` (npm) on the same credential where it is installed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from landsea.identity import contexts, credentials
from tests.identity.credentials import trustvc

ROUNDS = 100
SUITES = {
    "eddsa-jcs-2022": credentials.Kind.ED25519,
    "eddsa-rdfc-2022": credentials.Kind.ED25519,
    "ecdsa-rdfc-2019": credentials.Kind.P256,
}


def milliseconds(work: Callable[[], Any]) -> list[float]:
    """Of `ROUNDS` runs, warm, least first."""
    spent = []
    for _ in range(ROUNDS + 5):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return sorted(spent[5:])


def line(what: str, spent: list[float]) -> None:
    print(f"  {what:<44} least {spent[0]:6.2f} ms   median {statistics.median(spent):6.2f} ms")


def by_suite(suite: str, kind: credentials.Kind) -> None:
    key = credentials.SigningKey(kind, bytes(range(1, 33)))
    method = f"{key.public.did}#{key.public.multikey}"

    def make() -> dict[str, Any]:
        return credentials.sign(
            trustvc.OURS,
            key,
            suite=suite,
            method=method,
            created=datetime(2026, 11, 1, tzinfo=UTC),
            contexts=contexts(),
        )

    ((proof, over),) = credentials.read_proofs(make())
    line(f"{suite}, sign", milliseconds(make))
    line(f"{suite}, verify", milliseconds(lambda: credentials.verify(over, proof, key.public, contexts())))


def selective() -> None:
    """The whole bill disclosed: its issuer's signature, and one for each statement that could have been left out."""
    base = trustvc.sign(contexts())
    shown = credentials.derive(base, ["/credentialSubject"], contexts())
    line("ecdsa-sd-2023, sign", milliseconds(lambda: trustvc.sign(contexts())))
    line("ecdsa-sd-2023, derive", milliseconds(lambda: credentials.derive(base, ["/credentialSubject"], contexts())))
    line("ecdsa-sd-2023, verify", milliseconds(lambda: trustvc.verify(shown, contexts())))
    if (peer := trustvc.installed()) is None:
        print(f"  @trustvc/trustvc: not installed (name a folder that has it in {trustvc.NAMED})")
    else:
        line(
            "ecdsa-sd-2023, verify by @trustvc/trustvc", trustvc.ask(peer, "time", shown, rounds=ROUNDS)["milliseconds"]
        )


def run() -> None:
    print(f"credentials: a bill of lading, {ROUNDS} rounds each")
    for suite, kind in SUITES.items():
        by_suite(suite, kind)
    selective()
