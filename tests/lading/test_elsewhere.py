"""A title elsewhere and a title here never cover the same goods, on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landsea import lading
from landsea.kernel import NotFound
from landsea.lading import CredentialImported, IssueDocument
from landsea.lading.model import LegDocumentNegotiable
from landsea.lading.model.elsewhere import CheckedSo, DocumentOperativeHere, NotProvenElsewhere, TitleIsHere
from landsea.lading.store_chain.tables import journey
from tests.lading.bills import NOW, TOKEN
from tests.lading.world import SIGN, World

JOURNEY = {
    "chain": "local",
    "credential": "urn:uuid:x",
    "token": str(TOKEN),
    "owner": "0x" + "a1" * 20,
    "state": "arrived",
}
HELD = tuple(CheckedSo(name, "pass", "synthetic") for name in ("issuer-trusted", "registry", "operative"))
BURNT = (*HELD[:2], CheckedSo("operative", "fail", "synthetic"))


def said(consignment: str) -> CredentialImported:
    about = {"credential": "urn:uuid:x", "digest": "ab" * 32, "number": "SYN-0001", "issuer": "did:web:x.example"}
    how = {"verdict": "COPY OF AN OPERATIVE RECORD", "state": "held", "holder": "0x" + "a1" * 20, "keys": "cd" * 32}
    return CredentialImported(consignment, str(TOKEN), **about, **how, as_of=NOW, checks=HELD)


def test_what_is_operative_elsewhere_is_not_issued_here_until_it_ended(world: World) -> None:
    record, other = world.book().id, world.book().id
    with pytest.raises(NotProvenElsewhere):
        world.run(world.shipper, lambda work: lading.import_credential(work, replace(said(record), checks=BURNT)))
    found = world.run(world.shipper, lambda work: lading.import_credential(work, said(record)))
    assert (found.is_operative, found.by) == (True, world.shipper.party)
    with pytest.raises(LegDocumentNegotiable):
        world.issue(record=record)
    assert world.issue(record=other)
    with pytest.raises(DocumentOperativeHere):
        world.run(world.shipper, lambda work: lading.import_credential(work, said(other)))
    with pytest.raises(NotFound):
        world.run(world.stranger, lambda work: lading.import_credential(work, said(record)))
    over = replace(said(record), checks=BURNT, state="burnt", verdict="NOT OPERATIVE")
    world.run(world.shipper, lambda work: lading.import_credential(work, over))
    with world.journal.view(world.buyer.actor) as view:
        assert [one.is_operative for one in lading.list_elsewhere(view, record)] == [False]
    assert world.run(world.operator, lambda work: lading.issue(work, IssueDocument(record, True), SIGN))


def test_a_token_of_a_document_of_this_node_is_not_elsewhere(world: World) -> None:
    document, record = world.issue(), world.book().id
    row = JOURNEY | {"document": document, "acts": 0}
    world.run(world.operator, lambda work: work.connection.execute(journey.insert().values(row)))
    with pytest.raises(TitleIsHere):
        world.run(world.shipper, lambda work: lading.import_credential(work, said(record)))
