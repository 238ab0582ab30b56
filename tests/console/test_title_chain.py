"""In a browser, against a chain that runs: a document goes there by the forms, is seen on its way, comes back; a fee that is not enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
from landsea.console.texts import Texts
from landsea.kernel import Actor, PartyId, Role
from landsea.lading import DocumentId, store_chain
from landsea.lading.escrow import Address
from landsea.lading.service import chain as service
from landsea.runtime import system_now
from tests.console.seed import Stage
from tests.console.test_pages import look_at
from tests.console.test_title_journey import confirm, do, stands
from tests.console.title_seed import chain_address, fresh_document
from tests.lading.chain.anvil import require_installed
from tests.lading.chain.desk import make_due
from tests.lading.chain.world import ETHER, World, world

Look = Callable[..., BrowserContext]
GWEI = 10**9


@pytest.fixture(scope="module")
def local() -> Iterator[World]:
    require_installed()
    with world() as one:
        yield one


def own_address(stage: Stage, local: World, part: str) -> str:
    address = chain_address(stage.cast[part].client)
    local.anvil.give(address, 10 * ETHER)
    return address


def configure(stage: Stage, local: World, **other: object) -> None:
    minter = own_address(stage, local, "forwarder")
    chain = {"name": "live", "chain_id": local.chain.chain_id, "url": local.anvil.url, "minter": minter}
    chain |= {"registry": local.registry.address, "confirmations": 3, "jurisdiction": "CN"}
    stage.cast["forwarder"].client.post("/v1/chains", chain | other)


@pytest.fixture(scope="module")
def chained(stage: Stage, local: World) -> Iterator[World]:
    """The stage's node uses the chain; the forwarder mints and burns, the shipper has an address there."""
    configure(stage, local)
    own_address(stage, local, "shipper")
    for role in ("MINTER", "ACCEPTER", "RESTORER"):
        local.act_role(role, Address(own_address(stage, local, "forwarder")))
    yield local
    stage.cast["forwarder"].client.send("DELETE", "/v1/chains/live", None)


def turn(stage: Stage, local: World, document: str, blocks: int = 0) -> None:
    """Blocks are made, and the worker looks at the document: the node's own, or in its place ours."""
    if blocks:
        local.anvil.mine(blocks)
    make_due(stage.node.journal, [DocumentId(document)])
    service.run_chains(stage.node.journal)


def sees(page: Page, stage: Stage, local: World, document: str, word: str, heading: str = "On a chain") -> None:
    """In the end, without another block: the node's own worker may be in the middle of an earlier look."""
    for _ in range(20):
        turn(stage, local, document)
        if word in on_chain(page, document, heading).inner_text():
            return
    raise AssertionError(f"{word} is never shown: {on_chain(page, document, heading).inner_text()}")


def on_chain(page: Page, document: str, heading: str = "On a chain") -> Locator:
    page.goto(f"/documents/{document}")
    return page.locator("section", has=page.get_by_role("heading", name=heading, exact=True))


def leave(page: Page, document: str) -> None:
    page.goto(f"/documents/{document}/acts/leave-for-chain")
    page.get_by_label("live").check()
    expect(page.get_by_role("button", name="Continue")).to_be_enabled()
    confirm(page)


def test_a_document_goes_to_a_chain_is_seen_on_its_way_and_comes_back(look: Look, stage: Stage, chained: World) -> None:
    document = fresh_document(stage)
    shipper, forwarder, chinese = (
        look("shipper").new_page(),
        look("forwarder").new_page(),
        look("shipper", lang="zh").new_page(),
    )
    zh = Texts("zh")
    leave(shipper, document)
    expect(on_chain(shipper, document)).to_contain_text("Waits for the operator of the register")
    do(forwarder, document, "Mint on the chain")
    for blocks, word in ((0, "sent, in no block yet"), (1, "in a block, not final yet"), (3, "with its parties")):
        turn(stage, chained, document, blocks)
        sees(shipper, stage, chained, document, word)
        sees(chinese, stage, chained, document, zh(word), zh("On a chain"))
    stands(shipper, "NOT OPERATIVE")
    assert look_at(shipper, "light", 360) == []

    do(shipper, document, "Return to the registry")
    sees(shipper, stage, chained, document, "sent, in no block yet")
    turn(stage, chained, document, blocks=3)
    sees(shipper, stage, chained, document, "returned to the registry")
    forwarder.goto("/documents?desk=awaiting-me")
    row = forwarder.locator("tr", has=forwarder.locator(f"a[href='/documents/{document}']"))
    row.get_by_role("link", name="Burn the token").click()
    expect(forwarder.get_by_role("button", name="Continue")).to_be_enabled()
    confirm(forwarder)
    sees(shipper, stage, chained, document, "sent, in no block yet")
    turn(stage, chained, document, blocks=3)
    sees(shipper, stage, chained, document, "came back")
    stands(shipper, "OPERATIVE HERE")


def test_a_fee_that_is_not_enough_is_raised_by_two_forms(look: Look, stage: Stage, chained: World) -> None:
    document, forwarder = fresh_document(stage), look("forwarder", width=360).new_page()
    leave(look("shipper").new_page(), document)
    player = stage.cast["forwarder"]
    actor = Actor(PartyId(player.party), Role.OPERATOR, player.user)
    mint = service.ChainStep(service.Step.MINT)
    first, *_ = service.drafts_of_step(stage.node.journal, actor, DocumentId(document), mint)
    configure(stage, chained, fee_gwei_max=first.cost_wei_max // GWEI * 105 // 100)
    do(forwarder, document, "Mint on the chain")
    sees(forwarder, stage, chained, document, "sent, in no block yet")
    wait_in_vain(stage, document)
    sees(forwarder, stage, chained, document, "have an operator raise the limit")
    forwarder.get_by_role("link", name="Raise the fee limit").click()
    field = forwarder.get_by_label("Limit of its fee (gwei)")
    field.fill(str(first.cost_wei_max // GWEI * 8))
    forwarder.get_by_role("button", name="Continue").click()
    expect(forwarder.locator(".says")).to_contain_text("may cost up to this amount")
    assert look_at(forwarder, "dark", 360) == []
    forwarder.get_by_role("button", name="Raise the fee limit").click()
    forwarder.wait_for_url(re.compile(r"/documents/doc_\w+$"))
    sees(forwarder, stage, chained, document, "whoever signed it can sign it again")
    do(forwarder, document, "Pay a higher fee")
    sees(forwarder, stage, chained, document, "times raised: 1")
    do(forwarder, document, "Call it off")
    turn(stage, chained, document)
    turn(stage, chained, document, blocks=3)
    sees(forwarder, stage, chained, document, "stayed here")


def wait_in_vain(stage: Stage, document: str) -> None:
    """What was sent was sent an hour ago, and no block took it."""
    with stage.node.journal.database.write() as connection:
        table = store_chain.transaction
        sent = (table.c.document == document, table.c.sent_at.is_not(None))
        connection.execute(table.update().where(*sent).values(sent_at=system_now() - timedelta(hours=1)))
