"""Documents of a node on a real local chain: out, acts there, back; crashes, reorganisations and races. Never operative twice."""

from __future__ import annotations

from typing import Any

import pytest

from landsea import identity, lading
from landsea import journal as door
from landsea.kernel import NotAllowed
from landsea.lading import DocumentId, store_chain
from landsea.lading.chain import TokenName, find_content, parse_token_name, personal_signature, token_of
from landsea.lading.chain.refusals import (
    BadAddressProof,
    ChainBusy,
    ChainInUse,
    ChainStepNotNow,
    ChainUnreachable,
    NoChainKey,
    NotBoundForChain,
    ReturnerUnknown,
    ReturnerUnregistered,
    UnknownRegistry,
    WrongChain,
    WrongSigner,
)
from landsea.lading.escrow import Address, Call, Operation, Place, StraightNotOnChain
from landsea.lading.model import Medium, State
from landsea.lading.service import chain as service
from landsea.lading.service.chain import Step, arriving, sending
from landsea.policy import ReleaseRefused
from landsea.runtime import system_now
from tests.identity.credentials.trustvc import NAMED, ask, installed
from tests.lading.chain.desk import ETHER, FAR, Crash, Desk
from tests.lading.chain.world import key
from tests.lading.world import SIGN
from tests.support.journals import table_dump
from tests.support.people import PASSPHRASE


def test_a_document_goes_out_moves_there_and_comes_back(desk: Desk) -> None:
    people = desk.world
    document = desk.leave()
    assert desk.operative(document) == (False, False)
    desk.done(people.operator, document, Step.MINT)
    assert (desk.state(document), desk.operative(document)) == (State.AWAY, (False, True))
    assert people.see(people.operator, document).title.medium is Medium.CHAIN
    desk.done(people.shipper, document, Step.TRANSFER, holder=people.buyer.party, entitled=people.buyer.party)
    seen = desk.chain_state(document)
    assert [one.operation for one in seen.acts] == [Operation.MINT, Operation.TRANSFER_OWNERS]
    assert seen.journey.standing is not None
    assert seen.names[seen.journey.standing.holder] == people.buyer.party
    desk.done(people.buyer, document, Step.SURRENDER)
    assert desk.operative(document) == (False, False)
    desk.done(people.operator, document, Step.ACCEPT)
    title = people.see(people.buyer, document).title
    assert (title.state, title.holder, title.entitled) == (State.ISSUED, people.buyer.party, people.buyer.party)
    assert desk.operative(document) == (True, False)
    people.surrender(people.buyer, document)
    assert people.accept(document).title.state is State.ACCEPTED


def test_a_document_that_came_back_leaves_again_under_another_number(desk: Desk) -> None:
    document = desk.away()
    first = desk.chain_state(document).journey.token
    desk.done(desk.world.shipper, document, Step.SURRENDER)
    desk.done(desk.world.operator, document, Step.ACCEPT)
    desk.leave(document)
    desk.done(desk.world.operator, document, Step.MINT)
    assert desk.chain_state(document).journey.token != first
    assert desk.operative(document) == (False, True)


def test_a_surrender_that_is_rejected_leaves_the_token_as_it_was(desk: Desk) -> None:
    document = desk.away()
    desk.done(desk.world.shipper, document, Step.SURRENDER)
    desk.done(desk.world.operator, document, Step.REJECT)
    assert desk.operative(document) == (False, True)
    standing = desk.chain_state(document).journey.standing
    assert standing is not None
    assert standing.holder == desk.address(desk.world.shipper)


def test_what_the_contract_cannot_hold_does_not_leave(desk: Desk) -> None:
    straight = desk.world.issue(negotiable=False)
    buyer = desk.world.buyer
    with pytest.raises(StraightNotOnChain):
        desk.world.run(buyer, lambda work: service.leave_for_chain(work, straight, "local", SIGN))
    assert desk.state(straight) is State.ISSUED


def test_only_who_has_a_chain_key_takes_a_document_there(desk: Desk) -> None:
    document = desk.world.issue()
    desk.world.transfer(desk.world.shipper, document, desk.world.stranger)
    with pytest.raises(NoChainKey):
        desk.world.run(desk.world.stranger, lambda work: service.leave_for_chain(work, document, "local", SIGN))


def test_a_chain_across_a_border_needs_a_release_rule(desk: Desk) -> None:
    desk.configure(jurisdiction="SG")
    document = desk.world.issue()
    with pytest.raises(ReleaseRefused):
        desk.leave(document)
    assert desk.state(document) is State.ISSUED


def test_only_the_operator_mints_and_only_what_is_leaving(desk: Desk) -> None:
    document = desk.leave()
    with pytest.raises(NotAllowed):
        desk.sign(desk.world.shipper, document, Step.MINT)
    with pytest.raises(ChainStepNotNow):
        desk.sign(desk.world.shipper, document, Step.TRANSFER, holder=desk.world.buyer.party)
    with pytest.raises(NotBoundForChain):
        desk.sign(desk.world.operator, desk.world.issue(), Step.MINT)
    desk.sign(desk.world.operator, document, Step.MINT)
    with pytest.raises(ChainBusy):
        desk.sign(desk.world.operator, document, Step.MINT)
    desk.settle()
    with pytest.raises(ChainStepNotNow):
        desk.sign(desk.world.operator, document, Step.MINT)


def test_another_party_cannot_move_the_token(desk: Desk) -> None:
    document = desk.away()
    stranger_to_it = desk.world.buyer
    desk.world.run(
        desk.world.operator, lambda work: lading.store.grant(work.connection, document, (stranger_to_it.party,))
    )
    with pytest.raises(WrongSigner):
        desk.sign(stranger_to_it, document, Step.TRANSFER, holder=stranger_to_it.party)


def test_a_mint_is_not_final_before_its_confirmations_and_survives_a_reorganisation(desk: Desk) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    desk.work()
    desk.work(mine=1)
    assert (desk.state(document), desk.place(document)) == (State.LEAVING, Place.ESCROW)
    desk.local.anvil.ask("anvil_reorg", 1, [])
    desk.local.anvil.ask("anvil_dropAllTransactions")
    desk.work()
    assert desk.state(document) is State.LEAVING
    desk.settle()
    assert desk.operative(document) == (False, True)


@pytest.mark.parametrize("moment", ["before the send", "after the send", "before the record"])
def test_a_crash_repeats_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    document = desk.leave()
    waiting = desk.sign(desk.world.operator, document, Step.MINT)
    crash_once(monkeypatch, moment)
    with pytest.raises(Crash):
        desk.work()
    monkeypatch.undo()
    desk.world = desk.world.reopened()
    desk.settle()
    assert desk.operative(document) == (False, True)
    assert desk.local.registry.node.nonce(waiting.prepared.sender) == waiting.prepared.nonce + 1


def crash_once(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    from landsea.lading.chain.registry import TokenRegistry

    send = TokenRegistry.send

    def dying(self: TokenRegistry, prepared: Any) -> None:
        if moment == "after the send":
            send(self, prepared)
        raise Crash

    def dead(*_: Any) -> None:
        raise Crash

    if moment == "before the record":
        monkeypatch.setattr(sending, "note", dead)
    else:
        monkeypatch.setattr(TokenRegistry, "send", dying)


def test_a_crash_when_the_mint_is_final_records_its_arrival_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    desk.work()
    desk.local.anvil.mine(3)
    real = lading.left_for_register

    def dying(*given: Any) -> None:
        real(*given)
        raise Crash

    monkeypatch.setattr(arriving, "left_for_register", dying)
    with pytest.raises(Crash):
        desk.work()
    assert desk.state(document) is State.LEAVING
    monkeypatch.undo()
    desk.work(2)
    assert desk.operative(document) == (False, True)
    assert [one.operation for one in desk.chain_state(document).acts] == [Operation.MINT]


def test_a_mint_that_is_called_off_leaves_the_record_in_the_log(desk: Desk) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    service.call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE)
    desk.local.anvil.ask("anvil_dropAllTransactions")
    with desk.world.journal.database.write() as connection:  # the mint waits behind: what calls it off is sent first
        table = store_chain.transaction
        mint = table.update().where(table.c.operation == "mint", table.c.due.is_not(None))
        connection.execute(mint.values(due=system_now() + FAR))
    service.run_chains(desk.world.journal)
    desk.work(3, mine=3)
    assert desk.operative(document) == (True, False)
    for one in desk.chain_state(document).transactions:
        assert one.due is None


def test_a_document_that_nobody_mints_stays(desk: Desk) -> None:
    document = desk.leave()
    assert service.call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE) is None
    assert desk.operative(document) == (True, False)


def test_a_document_that_stays_while_its_mint_is_being_signed_is_not_minted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from landsea.lading.chain.registry import TokenRegistry

    document, real = desk.leave(), TokenRegistry.draft

    def slow(self: TokenRegistry, *given: Any) -> Any:
        made = real(self, *given)
        service.call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE)
        return made

    monkeypatch.setattr(TokenRegistry, "draft", slow)
    with pytest.raises(ChainStepNotNow):
        desk.sign(desk.world.operator, document, Step.MINT)
    monkeypatch.undo()
    desk.settle()
    assert desk.operative(document) == (True, False)


def test_a_chain_of_another_id_is_not_believed(desk: Desk) -> None:
    desk.configure(name="other", chain_id=5)
    document = desk.world.issue()
    desk.world.run(desk.world.shipper, lambda work: service.leave_for_chain(work, document, "other", SIGN))
    with pytest.raises(WrongChain):
        desk.sign(desk.world.operator, document, Step.MINT)
    assert desk.state(document) is State.LEAVING


def test_a_chain_that_does_not_answer_loses_nothing(desk: Desk) -> None:
    document = desk.leave()
    desk.sign(desk.world.operator, document, Step.MINT)
    with desk.world.journal.database.write() as connection:
        store_chain.set_line(connection, "local", "http://127.0.0.1:9")
    desk.work()
    told = desk.chain_state(document)
    assert told.transactions[0].due is not None
    assert told.asks is not None
    assert told.asks.code == ChainUnreachable.code
    with pytest.raises(ChainUnreachable):
        service.call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE)
    desk.configure()
    desk.settle()
    assert desk.operative(document) == (False, True)


def test_a_document_is_not_burnt_for_a_returner_that_nobody_knows(desk: Desk) -> None:
    document = desk.away()
    outside = desk.local.anne
    desk.done(desk.world.shipper, document, Step.TRANSFER, holder=outside.address, entitled=outside.address)
    token = parse_token_name(desk.chain_state(document).journey.token).token
    desk.local.act(Operation.RETURN, outside, token)
    desk.work(2)
    with pytest.raises(ReturnerUnknown):
        desk.sign(desk.world.operator, document, Step.ACCEPT)


def test_a_chain_with_documents_keeps_its_registry(desk: Desk) -> None:
    desk.leave()
    with pytest.raises(ChainInUse):
        desk.configure(registry=Address("0x" + "ab" * 20))
    with pytest.raises(ChainInUse):
        desk.world.run(desk.world.operator, lambda work: service.remove_chain(work, "local"))


def test_tokens_of_the_registries_that_the_operator_trusts_are_asked_about_and_of_no_others(desk: Desk) -> None:
    other, stranger = Address("0x" + "ab" * 20), Address("0x" + "cd" * 20)
    desk.configure(trusted=(other,))
    own, chain_id = desk.local.registry.address, desk.local.chain.chain_id
    with desk.world.journal.view(desk.world.operator.actor) as view:
        for registry in (own, other):
            line = service.chain_of_token(view, TokenName(chain_id, registry, 1))
            assert (line.url, line.confirmations, registry in line.registries) == (desk.local.anvil.url, 3, True)
        for name in (TokenName(chain_id, stranger, 1), TokenName(chain_id + 1, own, 1)):
            with pytest.raises(UnknownRegistry):
                service.chain_of_token(view, name)


def test_an_address_kept_outside_is_registered_with_both_signatures(desk: Desk) -> None:
    outside, bank = key(0xB1), desk.world.bank
    with desk.world.journal.view(bank.actor) as view:
        message = service.address_message(view, outside.address)
    forged = personal_signature((0xB2).to_bytes(32), message)
    with pytest.raises(BadAddressProof):
        desk.world.run(bank, lambda work: service.register_address(work, outside.address, forged, SIGN))
    proof = personal_signature((0xB1).to_bytes(32), message)
    made = desk.world.run(bank, lambda work: service.register_address(work, outside.address, proof, SIGN, new=True))
    assert (made.party, made.address) == (bank.party, outside.address)


def test_all_of_it_can_be_rebuilt_from_the_journal(desk: Desk) -> None:
    document = desk.away()
    desk.done(desk.world.shipper, document, Step.TRANSFER, holder=desk.world.buyer.party)
    before = table_dump(desk.world.journal)
    door.rebuild(desk.world.journal)
    assert table_dump(desk.world.journal) == before
    assert door.verify(desk.world.journal).findings == []


def test_the_url_is_in_no_fact(desk: Desk) -> None:
    with desk.world.journal.view(desk.world.operator.actor) as view:
        said = [entry.body for entry, _ in view.history("chain-settings:local")]
    assert said
    assert all(desk.local.anvil.url.encode() not in bytes(one) for one in said)


def credential_of(desk: Desk, document: DocumentId, *reveal: str) -> dict[str, Any]:
    with desk.world.journal.view(desk.world.shipper.actor) as view:
        return service.chain_credential(view, document, reveal or None)


def judged(desk: Desk, credential: dict[str, Any]) -> Any:
    with desk.world.journal.view(desk.world.shipper.actor) as view:
        documents = {identity.node_did(view): identity.node_document(view)}
        elsewhere = identity.credentials.Policy(elsewhere=frozenset({"TransferableRecords"}))
        return identity.check_credential(credential, at=view.now, documents=documents, policy=elsewhere)


def test_the_credential_of_a_document_on_a_chain_names_its_token_and_commits_to_its_content(desk: Desk) -> None:
    document = desk.away()
    credential = credential_of(desk, document)
    status = credential["credentialStatus"]
    token = parse_token_name(desk.chain_state(document).journey.token)
    assert int(status["tokenId"], 16) == token.token == token_of(credential["id"])
    assert (status["tokenRegistry"], status["tokenNetwork"]["chainId"]) == (token.registry, str(token.chain_id))
    content = desk.world.see(desk.world.operator, document).title.content
    minted = desk.local.registry.history(token.token).minted
    assert minted is not None
    assert find_content(minted.after.remark) == content
    digest = identity.credentials.parse_multibase(credential["relatedResource"]["digestMultibase"])
    assert digest.hex() == "1220" + content
    doubtful = (identity.credentials.Outcome.FAIL, identity.credentials.Outcome.NOT_PROVEN)
    unproven = {one.name for one in judged(desk, credential).checks if one.outcome in doubtful}
    assert "status" in unproven, "only the chain tells"
    assert unproven <= {"status", "sandbox"}
    credential["credentialSubject"]["blNumber"] = "ANOTHER"
    assert judged(desk, credential).failed


def test_what_is_left_out_of_a_credential_never_covers_its_status_or_content(desk: Desk) -> None:
    credential = credential_of(desk, desk.away(), "/credentialSubject/blNumber")
    assert set(credential["credentialSubject"]) <= {"type", "blNumber"}
    assert {"issuer", "type", "validFrom", "credentialStatus", "relatedResource"} <= set(credential)


def test_a_document_that_is_not_on_a_chain_has_no_token_in_a_credential(desk: Desk) -> None:
    document = desk.leave()
    with pytest.raises(NotBoundForChain):
        credential_of(desk, document)
    desk.done(desk.world.operator, document, Step.MINT)
    desk.done(desk.world.shipper, document, Step.SURRENDER)
    desk.done(desk.world.operator, document, Step.ACCEPT)
    with pytest.raises(NotBoundForChain):
        credential_of(desk, document)


def test_trustvc_accepts_the_credential(desk: Desk) -> None:
    peer = installed()
    if peer is None:
        pytest.skip(f"@trustvc/trustvc is not installed: name a folder that has it in {NAMED}")
    credential = credential_of(desk, desk.away())
    with desk.world.journal.view(desk.world.shipper.actor) as view:
        documents = {identity.node_did(view): identity.node_document(view)}
    assert ask(peer, "verify", credential, documents=documents) == {"verified": True}
    credential["credentialSubject"]["blNumber"] = "ANOTHER"
    assert ask(peer, "verify", credential, documents=documents)["verified"] is False


def test_a_token_burnt_for_a_stranger_comes_back_once_the_address_is_somebodys(desk: Desk) -> None:
    document, outside, bank = desk.away(), key(0xB7), desk.world.bank
    desk.local.anvil.give(outside.address, ETHER)
    desk.done(desk.world.shipper, document, Step.TRANSFER, holder=outside.address, entitled=outside.address)
    token = parse_token_name(desk.chain_state(document).journey.token).token
    registry = desk.local.registry
    for call, signer in (
        (Call(Operation.RETURN, outside.address), outside),
        (Call(Operation.BURN, desk.local.issuer.address), desk.local.issuer),
    ):
        prepared = registry.prepare(call, token, signer)
        registry.send(prepared)
        desk.local.settle(prepared)
    desk.work(2)
    assert desk.operative(document) == (False, False)
    told = desk.chain_state(document).asks
    assert told is not None
    assert told.code == ReturnerUnregistered.code
    with desk.world.journal.view(bank.actor) as view:
        proof = personal_signature((0xB7).to_bytes(32), service.address_message(view, outside.address))
    desk.world.run(bank, lambda work: service.register_address(work, outside.address, proof, SIGN, new=True))
    desk.work()
    assert desk.world.see(bank, document).title.holder == bank.party
    assert desk.operative(document) == (True, False)


def test_a_restored_node_neither_signs_nor_sends_on_a_chain_until_an_operator_has_confirmed_it(desk: Desk) -> None:
    """The original may have called off what it signed since."""
    document, node = desk.leave(), desk.world.journal
    desk.sign(desk.world.operator, document, Step.MINT)
    with node.database.write() as connection:
        door.mark_moved(connection)
    assert door.start_epoch_if_moved(node)
    desk.work(2, mine=3)
    assert desk.place(document) is Place.NONE
    with pytest.raises(door.TitleActsDisabled):
        desk.sign(desk.world.operator, document, Step.CALL_OFF)
    node.run(door.NODE, lambda work: door.confirm_epoch(work, "compared"))
    desk.settle()
    assert desk.operative(document) == (False, True)
