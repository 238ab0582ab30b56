"""Documents for the desk: fresh ones over consignments of their own, and one with everything open that a page can show. Synthetic."""

from __future__ import annotations

import base64
import json
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from landsea import identity
from landsea.app.client import Client
from landsea.journal import Work
from landsea.kernel import Actor, PartyId, Role
from tests.console.seed import PASSPHRASE, PASSWORD, Player, Stage, _fresh_quote, _goods
from tests.lading.pint.counterpart import SENDER

REQUEST = {"origin": "CNCKG", "destination": "SGSIN", "teu": 2, "goods": "080550"}
SIGN = {"passphrase": PASSPHRASE}
_numbers = count(100)


def fresh_consignment(stage: Stage, box: str = "") -> str:
    """Booked by the shipper, confirmed by nobody yet; all in one `box`, where one is given."""
    quote, _ = _fresh_quote(stage, REQUEST)
    goods = _goods(stage, box, f"6CNSYNTHETIC-{next(_numbers):04}")
    goods["goods"].append(goods["goods"][0] | {"description": "Fresh oranges, Fengjie (synthetic)", "packages": 420})
    goods["goods"][1]["gross_weight"] = {"value": "6300", "unit": "KGM"}
    return str(stage.cast["shipper"].client.post(f"/v1/quotes/{quote}/accept", goods)["id"])


def fresh_document(stage: Stage, box: str = "", **more: Any) -> str:
    """A bill of lading to the order of the shipper, who holds it."""
    issue = {
        "consignment": fresh_consignment(stage, box),
        "negotiable": True,
        "order_of": stage.cast["shipper"].party,
        "override_reason": "synthetic: legs are confirmed later",
        **SIGN,
        **more,
    }
    return str(stage.cast["forwarder"].client.post("/v1/documents", issue)["id"])


def act(stage: Stage, part: str, document: str, path: str, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = stage.cast[part].client.post(f"/v1/documents/{document}/{path}", body | SIGN)
    return answer


def pledged_document(stage: Stage) -> str:
    """Amended once, then pledged by the shipper to the bank, which took it."""
    document = fresh_document(stage)
    amend(stage, document)
    act(stage, "shipper", document, "consent")
    due = {"matures_at": "2027-03-31T16:00:00+08:00"}
    act(stage, "shipper", document, "pledge", to=stage.cast["bank"].party, secures="LC-SYN-0001", **due)
    act(stage, "bank", document, "take")
    return document


def amend(stage: Stage, document: str) -> None:
    goods = stage.cast["forwarder"].client.get(f"/v1/documents/{document}")["content"]["goods"]
    goods[0] |= {"marks": "LEMON 1-1680 (synthetic)"}
    act(stage, "forwarder", document, "amend", changes={"goods": goods, "booking": "SYN-BKG-2"}, reason="marks added")


def open_to_platforms(stage: Stage) -> None:
    """The node is a platform, and one more is configured that nobody runs: what is sent to it is tried again and again."""
    if stage.made.get("platform"):
        return
    forwarder = stage.cast["forwarder"]
    forwarder.client.post("/v1/platform", {"code": "LSEA"})
    carrier = {"carrier": {"provider": "SMDG", "code": "HMM"}, "street": "Synthetic 1", "city": "Chongqing"}
    carrier |= {"country": "CN", "contact_name": "Desk", "contact_email": "desk@synthetic.example"}
    answer = forwarder.client.send("PUT", f"/v1/platform/carriers/{forwarder.party}", json.dumps(carrier).encode())
    assert answer.status == 200, answer.text
    other = {"name": "Wave (synthetic)", "codes": ["WAVE"], "jurisdiction": "CN", "base_url": "http://127.0.0.1:9"}
    other |= {"certificates": [SENDER.certificate], "may": ["send-envelopes", "receive-envelopes"]}
    stage.made["platform"] = forwarder.client.post("/v1/platforms", other)["id"]


def chain_address(client: Client) -> str:
    """The chain address of who asks; made if there is none."""
    found = client.get("/v1/me/chain-key")["key"] or client.post("/v1/me/chain-key", SIGN)
    return str(found["address"])


def open_to_a_chain(stage: Stage) -> None:
    """A chain is configured that nobody runs, with the forwarder's address as minter; the shipper has an address there."""
    if stage.made.get("chain"):
        return
    forwarder, shipper = stage.cast["forwarder"].client, stage.cast["shipper"].client
    minter, _ = (chain_address(client) for client in (forwarder, shipper))
    chain = {"name": "synthetic", "chain_id": 31337, "url": "http://127.0.0.1:9", "registry": "0x" + "ab" * 20}
    forwarder.post("/v1/chains", chain | {"minter": minter, "confirmations": 3, "jurisdiction": "CN"})
    stage.made["chain"] = "synthetic"


def second_person(stage: Stage) -> Ed25519PrivateKey:
    """Another person of the forwarder, `second` in the cast, whose title key is the one returned, kept outside the node."""
    if "second" in stage.cast:
        found: Ed25519PrivateKey = stage.made["second key"]
        return found
    key, forwarder = Ed25519PrivateKey.generate(), stage.cast["forwarder"]
    party, email = PartyId(forwarder.party), "second@synthetic.example"
    journal = stage.node.journal

    def invite(work: Work) -> str:
        return identity.invite_user(work, party, Role.OPERATOR, passphrase=PASSPHRASE)[1]

    def join(work: Work) -> Actor:
        user = identity.accept_invitation(work, token, name="Synthetic second", email=email, password=PASSWORD)
        return Actor(party, Role.OPERATOR, user.id)

    def register(work: Work) -> None:
        public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
        identity.register_public_key(work, public, signature(key, identity.possession_challenge(work)))

    token = journal.run(Actor(party, Role.OPERATOR, forwarder.user), invite)
    actor = journal.run(Actor(party, Role.OPERATOR), join)
    journal.run(actor, register)
    assert actor.user
    stage.cast["second"] = Player(forwarder.party, actor.user, email, forwarder.client)
    stage.made["second key"] = key
    return key


def signature(key: Ed25519PrivateKey, message: bytes) -> str:
    return base64.b64encode(key.sign(message)).decode()
