"""A chain key that is kept outside the node: what it is to sign goes out as a file, and exactly that is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
from landsea import policy
from landsea.identity.http import authenticate
from landsea.kernel import BadValue, Refusal
from landsea.lading import DocumentId, chain
from landsea.lading.api import router
from landsea.lading.api.chain import draft_body
from landsea.lading.chain import Draft
from landsea.lading.chain.refusals import (
    BadKeyFile,
    ChainBusy,
    ChainKeyOutside,
    FeeTooHigh,
    NotASignedTransaction,
    SignedOtherwise,
    WrongSigner,
)
from landsea.lading.chain.signing import KeySigner, fields_of, read_signed
from landsea.lading.chain.web import Account
from landsea.lading.escrow import Address, Operation
from landsea.lading.service import chain as service
from landsea.lading.service.chain import ChainStep, Step
from landsea.runtime.http import install_problems
from tests.lading.chain.desk import ETHER, Desk
from tests.lading.chain.world import World as Local
from tests.lading.world import SIGN, make_world
from tests.support.people import PASSPHRASE, Person

KEY = (0xC1).to_bytes(32)
"""Synthetic."""
MINT = ChainStep(Step.MINT)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, shared: Local) -> Iterator[Desk]:
    """The minter's key is outside the node, the shipper's on it."""
    folder = tmp_path_factory.mktemp("outside")
    world = make_world(f"sqlite:///{folder / 'node.sqlite3'}", folder, also=(policy.PROJECTION,))
    made = Desk(world, shared)
    register(made, world.operator)
    shipper = world.run(world.shipper, lambda work: service.create_key(work, PASSPHRASE))
    shared.anvil.give(shipper.address, 10 * ETHER)
    made.configure()
    yield made
    world.journal.database.close()


def register(desk: Desk, who: Person) -> None:
    signer = KeySigner(KEY)
    with desk.world.journal.view(who.actor) as view:
        message = service.address_message(view, signer.address)
    proof = signer.sign_message(message)
    desk.world.run(who, lambda work: service.register_address(work, signer.address, proof, SIGN))
    desk.local.anvil.give(signer.address, 10 * ETHER)
    for role in ("MINTER", "ACCEPTER", "RESTORER"):
        desk.local.act_role(role, signer.address)


def drafts(desk: Desk, document: DocumentId, step: ChainStep = MINT) -> tuple[Draft, ...]:
    return service.drafts_of_step(desk.world.journal, desk.world.operator.actor, document, step)


def hand_in(desk: Desk, document: DocumentId, signed: list[bytes], step: ChainStep = MINT) -> service.Waiting:
    return service.take_signed_step(desk.world.journal, desk.world.operator.actor, document, step, signed)


def signed(some: tuple[Draft, ...], key: bytes = KEY) -> list[bytes]:
    return [KeySigner(key).sign(fields_of(one)) for one in some]


def test_what_a_key_outside_signs_is_taken_sent_and_done(desk: Desk) -> None:
    document = desk.leave()
    with pytest.raises(ChainKeyOutside):
        desk.sign(desk.world.operator, document, Step.MINT)
    asked = drafts(desk, document)
    assert len(asked) > 1
    assert drafts(desk, document) == asked, "to ask changes nothing"
    made = hand_in(desk, document, signed(asked))
    assert [one.hash for one in made.copies] == [chain_hash(one) for one in signed(asked)]
    with pytest.raises(ChainBusy):
        hand_in(desk, document, signed(asked))
    desk.settle()
    assert desk.operative(document) == (False, True)
    desk.done(desk.world.shipper, document, Step.SURRENDER)
    burn = ChainStep(Step.ACCEPT, remark="synthetic")
    hand_in(desk, document, signed(drafts(desk, document, burn)), burn)
    desk.settle()
    assert desk.operative(document) == (True, False)


def chain_hash(raw: bytes) -> str:
    from landsea.lading.chain.web import Web3

    return str(Web3.keccak(raw).to_0x_hex())


def test_what_waits_is_called_off_by_a_key_outside(desk: Desk) -> None:
    document = desk.leave()
    hand_in(desk, document, signed(drafts(desk, document)[:1]))
    desk.work()
    instead = ChainStep(Step.CALL_OFF)
    asked = drafts(desk, document, instead)
    assert (asked[0].to, asked[0].data) == (asked[0].sender, b"")
    hand_in(desk, document, signed(asked), instead)
    desk.settle()
    assert desk.operative(document) == (True, False)


def test_the_file_of_the_route_is_signed_offline_and_handed_in_over_the_other(desk: Desk) -> None:
    app = FastAPI()
    app.state.journal, app.state.authenticate = desk.world.journal, authenticate
    install_problems(app)
    app.include_router(router)
    document = desk.leave()
    path, headers = f"/v1/documents/{document}/chain", desk.world.operator.headers
    with TestClient(app, base_url=desk.world.journal.site.base_url) as client:
        file = client.post(f"{path}/unsigned", json={"step": "mint"}, headers=headers)
        assert file.status_code == 200, file.text
        handed = chain.sign_offline(chain.file_to_sign(file.content), KEY.hex().encode(), str)
        body = handed["step"] | {"signed": handed["signed"]}
        taken = client.post(f"{path}/signed", json=body, headers=headers)
        assert taken.status_code == 202, taken.text
        assert (handed["document"], taken.json()["operation"]) == (document, "mint")
        limit = client.post(f"{path}/fee-limit", json={"fee_gwei_max": 10**9}, headers=headers)
        assert limit.json()["fee_gwei_max"] == 10**9
    desk.settle()
    assert desk.operative(document) == (False, True)


OTHERWISE: dict[str, Callable[[Draft], Draft]] = {
    "chain id": lambda one: replace(one, chain_id=one.chain_id + 1),
    "nonce": lambda one: replace(one, nonce=one.nonce + 1),
    "to": lambda one: replace(one, to=Address("0x" + "11" * 20)),
    "data": lambda one: replace(one, data=one.data[:-1] + b"\x01"),
    "gas": lambda one: replace(one, gas=one.gas // 2),
    "kind": lambda one: replace(one, tip_wei=None),
}


def test_anything_but_what_was_asked_is_refused_by_the_name_of_what_differs(desk: Desk) -> None:
    document = desk.leave()
    first, second, *_ = asked = drafts(desk, document)
    for what, change in OTHERWISE.items():
        with pytest.raises(SignedOtherwise, match=f"another {what} than"):
            hand_in(desk, document, signed((change(first),)))
        with pytest.raises(SignedOtherwise, match=r"another (fee of a copy|" + what + ") than"):
            hand_in(desk, document, signed((first, change(second))))
    with pytest.raises(SignedOtherwise, match="another sender"):
        hand_in(desk, document, signed(asked, (0xC2).to_bytes(32)))
    with pytest.raises(SignedOtherwise, match="fee of a copy"):
        hand_in(desk, document, signed((first, replace(first, fee_wei=first.fee_wei + 1))))
    with pytest.raises(FeeTooHigh):
        hand_in(desk, document, signed((replace(first, fee_wei=10**17 // first.gas + 1),)))
    for raw in (b"", b"\x02", b"synthetic", signed(asked)[0] + b"\0", signed(asked)[0][:-1], bytes(300)):
        with pytest.raises(NotASignedTransaction):
            hand_in(desk, document, [raw])
    other = ChainStep(Step.ACCEPT)
    with pytest.raises(Refusal):
        hand_in(desk, document, signed(asked), other)
    assert desk.chain_state(document).transactions == []


def test_what_a_signed_transaction_says_is_read_back_and_nothing_beside_it() -> None:
    draft = Draft(1, KeySigner(KEY).address, 7, Address("0x" + "5a" * 20), b"\x01\x02", 50_000, 30, 2)
    for one in (draft, replace(draft, tip_wei=None), replace(draft, nonce=0, data=b"", to=None)):
        (raw,) = signed((one,))
        assert read_signed(raw) == one
    account = Account.from_key(KEY)
    fields = fields_of(draft)
    for odd in ({"value": 1}, {"accessList": [{"address": fields["to"], "storageKeys": []}]}):
        raw = account.sign_transaction(fields | odd).raw_transaction
        with pytest.raises(NotASignedTransaction):
            read_signed(bytes(raw))


# The file and the command


def file_of(some: tuple[Draft, ...]) -> dict[str, Any]:
    told = {"document": "doc_synthetic", "number": "SYN-1", "step": {"step": "mint"}}
    return told | {"transactions": json.loads(json.dumps([draft_body(one) for one in some]))}


def mint_draft() -> Draft:
    from landsea.lading.chain import abi
    from landsea.lading.escrow import Call

    sender = KeySigner(KEY).address
    data = abi.encode_call(Call(Operation.MINT, sender, sender, sender, b"synthetic"), 1)
    return Draft(31337, sender, 0, Address("0x" + "5a" * 20), data, 300_000, 30, 1)


def content(some: tuple[Draft, ...], **other: Any) -> bytes:
    return json.dumps(file_of(some) | other).encode()


def test_a_file_asks_for_one_transaction_of_the_contracts_at_several_fees() -> None:
    copies = tuple(chain.ladder(mint_draft(), 10**18))
    wanted = chain.file_to_sign(content(copies))
    assert (wanted.does, wanted.copies) == ("mint", copies)
    calling_off = replace(mint_draft(), to=mint_draft().sender, data=b"")
    assert chain.file_to_sign(content((calling_off,))).does == "call-off"
    for bad in (
        content((copies[0], replace(copies[1], nonce=1))),
        content((copies[0], replace(copies[1], data=b""))),
        content((replace(mint_draft(), data=b"\x00" * 68),)),
        content(()),
        content(copies, transactions=[{}]),
        b"{}",
        b"synthetic",
    ):
        with pytest.raises(BadValue):
            chain.file_to_sign(bad)


def test_a_keystore_is_opened_by_its_passphrase_and_signs_as_the_key_in_the_clear() -> None:
    wanted = chain.file_to_sign(content((mint_draft(),)))
    keystore = json.dumps(Account.encrypt(KEY, "synthetic", kdf="pbkdf2", iterations=2)).encode()
    opened = chain.sign_offline(wanted, keystore, lambda: "synthetic")
    assert opened == chain.sign_offline(wanted, KEY.hex().encode() + b"\n", lambda: pytest.fail("nothing to open"))
    assert read_signed(bytes.fromhex(opened["signed"][0][2:])) == mint_draft()
    for file, passphrase in ((keystore, "another"), (b"synthetic", ""), (b"{}", ""), (b"00" * 32, "")):
        with pytest.raises(BadKeyFile):
            chain.sign_offline(wanted, file, partial(str, passphrase))
    with pytest.raises(WrongSigner):
        chain.sign_offline(wanted, b"01" * 32, str)


def run(*given: str, answer: str = "") -> Result:
    from landsea.app.cli import app

    return CliRunner().invoke(app, ["chain", "sign-file", *given], input=answer)


def test_the_command_shows_what_it_signs_and_takes_no_key_that_others_can_read(tmp_path: Path) -> None:
    file, key, to = tmp_path / "unsigned.json", tmp_path / "key.hex", tmp_path / "signed.json"
    file.write_bytes(content((mint_draft(),)))
    key.write_text(KEY.hex())
    key.chmod(0o640)
    given = (str(file), str(to), "--key-file", str(key))
    assert "chmod 600" in run(*given, "--yes").output
    key.chmod(0o600)
    refused = run(*given, answer="n\n")
    assert "mint" in refused.output
    assert not to.exists()
    assert run(*given, answer="y\n").exit_code == 0
    assert json.loads(to.read_bytes()).keys() == {"document", "step", "signed"}
