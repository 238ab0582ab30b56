"""What is refused, or told, of chain keys that have ended: of their addresses nobody here can pass a token on."""

from __future__ import annotations

from landsea.kernel import Refusal


class ChainKeyExists(Refusal):
    code = "chain-key-exists"
    status = 409
    text = (
        "You have the chain key {address} for this party, and {holding}. Another one would take its place: this node would sign nothing "
        "more with the earlier one, and what its address holds would not follow. Pass that on first; then ask for another expressly "
        "(`landsea chain key --new`, in the API `new`)."
    )


class GivenToOutlived(Refusal):
    code = "chain-given-to-outlived"
    status = 409
    text = (
        "The document would go to {address}, whose chain key has ended: it was replaced, or sealed under a title key that has been "
        "replaced. Nothing is sent. If its user takes the key over (`landsea chain key --take-over`), this can go on; else call it off "
        "and begin again with an address that signs."
    )


class SentToOutlived(Refusal):
    code = "chain-sent-to-outlived"
    status = 409
    text = (
        "This was sent already and gives the document to {address}, whose chain key has ended since: it was replaced, or sealed under a "
        "title key that has been replaced. Call it off before a block takes it, or have its user take the key over (`landsea chain key "
        "--take-over`)."
    )


class RestoredToOutlived(Refusal):
    code = "chain-restored-to-outlived"
    status = 409
    text = (
        "Restoring the token would leave it at {address}, whose chain key has ended, so nobody could move it. Nothing is sent. Burn it "
        "instead (`landsea chain sign ... accept`): the document then comes back to the register, held by the same party."
    )


class HeldByOutlived(Refusal):
    code = "chain-held-by-outlived"
    status = 409
    text = (
        "The token is at {address}, whose chain key has ended, so this node signs nothing for it. If its title key was replaced, its user "
        "takes it over with the passphrases of both (`landsea chain key --take-over`). If the old one is lost, or another chain key took "
        "its place, nobody here can move the token."
    )
