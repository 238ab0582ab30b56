"""In a browser, against a chain that runs: a document goes there by the forms, is seen on its way, comes back; a fee that is not enough;
a key outside the node signs a file; an operator configures a chain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
from landsea import lading
from landsea.console.texts import Texts
from landsea.kernel import Actor, PartyId, Role
from landsea.lading import DocumentId, store_chain
from landsea.lading.escrow import Address
from landsea.lading.service import chain as service
from landsea.runtime import system_now
from tests.console.seed import Stage
from tests.console.test_pages import look_at
from tests.console.test_title_journey import confirm, do, stands
from tests.console.title_seed import SIGN, act, chain_address, fresh_document
from tests.lading.chain.anvil import require_installed
from tests.lading.chain.desk import make_due
from tests.lading.chain.world import ETHER, World, world

Look = Callable[..., BrowserContext]
GWEI = 10**9
KEY = (0xC7).to_bytes(32).hex().encode()
"""Synthetic, of a party whose key stays outside the node."""


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
    reaches(stage, chained, document, "arrived", "registry")
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


def outside_address(stage: Stage, local: World, part: str) -> None:
    """A key of the part that is kept outside the node."""
    client = stage.cast[part].client
    if client.get("/v1/me/chain-key")["key"]:
        return

    def message_for(address: Address) -> bytes:
        return str(client.get(f"/v1/me/chain-key/message?address={address}")["message"]).encode()

    address, proof = lading.prove_address(KEY, str, message_for)
    client.post("/v1/me/chain-address", SIGN | {"address": address, "proof": "0x" + proof.hex()})
    local.anvil.give(address, 10 * ETHER)


def reaches(stage: Stage, local: World, document: str, state: str, place: str) -> None:
    """What was signed becomes final, and that is on record; the node's own worker may be in the middle of an earlier look."""
    for _ in range(20):
        turn(stage, local, document, blocks=3)
        there = stage.cast["forwarder"].client.get(f"/v1/documents/{document}/chain")
        settled = all(one["settled"] for one in there["transactions"])
        if settled and (there["state"], (there["standing"] or {}).get("place")) == (state, place):
            return
    raise AssertionError(f"never {state}, {place}: {there}")


def test_a_key_outside_the_node_signs_a_file_that_is_handed_in(look: Look, stage: Stage, chained: World) -> None:
    document = fresh_document(stage)
    path = f"/v1/documents/{document}"
    forwarder, buyer = stage.cast["forwarder"].client, stage.cast["buyer"]
    outside_address(stage, chained, "buyer")
    act(stage, "shipper", document, "transfer", to=buyer.party, endorsement="order")
    buyer.client.post(f"{path}/leave-for-chain", SIGN | {"chain": "live"})
    forwarder.post(f"{path}/chain", SIGN | {"step": "mint"})
    reaches(stage, chained, document, "arrived", "escrow")
    page = look("buyer", width=360).new_page()
    there = on_chain(page, document)
    save, hand_in = (there.get_by_role("button", name=one) for one in ("Save the file to sign", "Hand it in"))
    there.get_by_label("What is to be done").select_option(label="Return to the registry")
    expect(save).to_be_enabled()
    expect(there.get_by_label("New holder")).to_be_hidden()
    assert look_at(page, "light", 360) == []
    with page.expect_download() as download:
        save.click()
    signed = lading.sign_offline(lading.file_to_sign(download.value.path().read_bytes()), KEY, str)
    for content, says in (({}, "This is not the file"), (signed | {"document": "doc_1"}, "about another document")):
        there.get_by_label("File that sign-file wrote").set_input_files(json_file(content))
        hand_in.click()
        expect(there.get_by_role("alert").last).to_contain_text(says)
    there.get_by_label("File that sign-file wrote").set_input_files(json_file(signed))
    hand_in.click()
    expect(
        there.locator("h3", has_text="Transactions signed here").locator("xpath=following-sibling::ul[1]/li")
    ).to_have_count(2)
    reaches(stage, chained, document, "arrived", "registry")
    forwarder.post(f"{path}/chain", SIGN | {"step": "accept"})
    reaches(stage, chained, document, "returned", "burnt")
    expect(on_chain(page, document)).to_contain_text("came back")
    stands(page, "OPERATIVE HERE")


def json_file(content: dict[str, object]) -> FilePayload:
    return {"name": "signed.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()}


def test_an_operator_adds_changes_and_takes_away_a_chain(look: Look, stage: Stage, chained: World) -> None:
    page = look("forwarder", width=360).new_page()
    page.goto("/settings")
    section = page.locator("#chains")
    section.locator("summary", has_text="Add a chain").click()
    form = section.locator("form").last
    chain = {"name": "harbour", "chain_id": "1", "url": chained.anvil.url, "registry": chained.registry.address}
    for field, value in (
        chain | {"minter": chained.issuer.address, "confirmations": "3", "jurisdiction": "sg"}
    ).items():
        form.locator(f"[name={field}]").fill(value)
    assert look_at(page, "light", 360) == []
    form.get_by_role("button", name="Add the chain").click()
    expect(beside(form, "chain_id")).to_contain_text("serves chain id")
    form.locator("[name=chain_id]").fill(str(chained.chain.chain_id))
    form.get_by_role("button", name="Add the chain").click()
    expect(section.get_by_text("Recorded.")).to_be_visible()
    zh, chinese = Texts("zh"), look("forwarder", lang="zh", width=360).new_page()
    chinese.goto("/settings")
    mine = chinese.locator("#chains > details", has_text="harbour")
    mine.locator("summary").click()
    mine.get_by_label(zh("Confirmations")).fill("0")
    mine.get_by_role("button", name=zh("Record the change")).click()
    expect(beside(mine, "confirmations")).to_be_visible()
    mine.get_by_label(zh("Confirmations")).fill("5")
    assert look_at(chinese, "dark", 360) == []
    mine.get_by_role("button", name=zh("Record the change")).click()
    expect(chinese.get_by_text(zh("Recorded."))).to_be_visible()
    expect(chinese.locator("[data-answer=warning]")).to_be_empty()
    chinese.get_by_role("link", name=zh("Show the chains")).click()
    expect(chinese.locator("#chain-said")).to_be_hidden()
    expect(mine.get_by_label(zh("Confirmations"))).to_have_value("5")
    chinese.on("dialog", lambda one: one.accept())
    mine.locator("summary").click()
    mine.get_by_role("button", name=zh("Take the chain {name} away", name="harbour")).click()
    expect(mine).to_have_count(0)


def beside(form: Locator, field: str) -> Locator:
    return form.locator(".field", has=form.page.locator(f"[name={field}]")).locator(".problem")


def wait_in_vain(stage: Stage, document: str) -> None:
    """What was sent was sent an hour ago, and no block took it."""
    with stage.node.journal.database.write() as connection:
        table = store_chain.transaction
        sent = (table.c.document == document, table.c.sent_at.is_not(None))
        connection.execute(table.update().where(*sent).values(sent_at=system_now() - timedelta(hours=1)))
