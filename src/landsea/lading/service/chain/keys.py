"""Whose addresses are whose. A chain key is made and sealed on the node, or its address registered with the key kept outside.

Either way both keys sign one message: the user's title key and the address's own. So whoever runs the node can give a party no address,
and nobody can claim another's. A new address takes the place of the user's earlier one, which stays the party's for what comes back.

A sealed key lives as long as the title key that signed for it. When that one is replaced (its passphrase was lost, or known to others), the
chain key signs nothing more, and its address is given no document, until its user, who has both passphrases, takes it over under the new
title key. A user without the old passphrase makes a new key: another address, which what the old one holds does not follow.

To an address whose key has ended (`is_past`) nothing is given: not when a step is signed, and not when what was signed before is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from landsea import identity
from landsea.identity import PartySignature
from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import chain
from landsea.lading import store_chain as store
from landsea.lading.chain import Signer
from landsea.lading.chain.facts import ChainAddressRegistered, KeyCustody, Standing
from landsea.lading.chain.key_refusals import ChainKeyExists, GivenToOutlived
from landsea.lading.chain.refusals import (
    BadAddressProof,
    ChainAddressTaken,
    ChainKeyNotOutlived,
    ChainKeyOutlived,
    ChainKeyOutside,
    NoChainAddress,
    NoChainKey,
    WrongChainPassphrase,
)
from landsea.lading.escrow import Address
from landsea.lading.model import MadeElsewhere, WithPassphrase
from landsea.lading.service.chain.held import held_at, in_words
from landsea.lading.store_chain import ChainKey


def create_key(work: Work, passphrase: str, *, new: bool = False) -> ChainKey:
    """Makes a chain key for the actor's user and party, sealed under the passphrase that opens the user's title key.

    `new`: though there is one, whose place it takes.
    """
    _require_asked(work, new=new)
    private = secrets.token_bytes(32)
    address = chain.signer_of(private).address
    message = address_message(work, address)
    box = identity.seal_for_user(work, passphrase, private, _context(work, address))
    signed = identity.sign_for_party(work, passphrase, message)
    proof = chain.personal_signature(private, message)
    made = _register(work, address, KeyCustody.SEALED, signed, proof)
    store.put_sealed(work.connection, address, box)
    return made


def take_over_key(work: Work, old: str, passphrase: str) -> ChainKey:
    """The chain key that outlived its title key, sealed anew under the present one's `passphrase`. `old` opens it: whoever has only one of
    the two has nothing. The address stays, so whatever it holds on a chain can be passed on again.
    """
    key = require_own_key(work)
    if not is_outlived(work, key):
        raise ChainKeyNotOutlived(address=key.address)
    private = _open(work, key, old)
    message = address_message(work, key.address)
    signed = identity.sign_for_party(work, passphrase, message)
    box = identity.seal_for_user(work, passphrase, private, _context(work, key.address))
    made = _record(work, key.address, KeyCustody.SEALED, signed, chain.personal_signature(private, message))
    store.put_sealed(work.connection, key.address, box)
    return made


def register_address(
    work: Work, address: Address, proof: bytes, signing: WithPassphrase | MadeElsewhere, *, new: bool = False
) -> ChainKey:
    """Registers an address whose key stays outside. `proof`: its signature over `address_message` (EIP-191); the title key signs it too.

    `new`: though there is one, whose place it takes.
    """
    _require_asked(work, new=new)
    message = address_message(work, address)
    if not chain.is_personal_signature(address, message, proof):
        raise BadAddressProof(address=address)
    signed = (
        identity.sign_for_party(work, signing.passphrase, message)
        if isinstance(signing, WithPassphrase)
        else identity.take_party_signature(work, signing.key_id, signing.signature, message)
    )
    return _register(work, address, KeyCustody.OUTSIDE, signed, proof)


def _require_asked(work: Work, *, new: bool) -> None:
    """Nobody gives up a chain key without a word: `ChainKeyExists` names what its address has, `ChainKeyOutlived` the ways out."""
    if new or own_key(work) is None:
        return
    key = require_living_key(work)
    raise ChainKeyExists(address=key.address, holding=in_words(held_at(work, key.address)), pointer="/new")


def address_message(view: View, address: Address) -> bytes:
    """What the address's key and the title key sign, for the actor's user and party."""
    actor = view.actor
    return f"landsea chain address v1\n{view.site.origin}\n{actor.party}\n{actor.user}\n{address}\n".encode()


def own_key(view: View) -> ChainKey | None:
    """The current one of the actor's user for the actor's party."""
    mine = (one for one in store.keys_of(view.connection, view.actor.party) if one.user == view.actor.user)
    return next(mine, None)


def require_own_key(view: View) -> ChainKey:
    found = own_key(view)
    if found is None:
        raise NoChainKey
    return found


def require_living_key(view: View) -> ChainKey:
    """The actor's key, if it can sign: raises `ChainKeyOutlived` where its title key was replaced."""
    key = require_own_key(view)
    if is_outlived(view, key):
        raise ChainKeyOutlived(address=key.address)
    return key


def is_outlived(view: View, key: ChainKey) -> bool:
    """Sealed under the passphrase of a title key that has ended. A key outside the node has its own keeper."""
    if key.custody is KeyCustody.OUTSIDE:
        return False
    ended = {one.key_id for one in identity.public_keys(view, key.party) if one.superseded_at is not None}
    facts = (fact for _, fact in view.history(_stream(key.party)))
    signed_by = [one.key_id for one in facts if isinstance(one, ChainAddressRegistered) and one.address == key.address]
    return signed_by[-1] in ended


def require_not_past(view: View, addresses: Iterable[Address | None]) -> None:
    """Before a token is given to them. Addresses that are nobody's here are their keepers' concern."""
    for address in addresses:
        if address is not None and is_past(view, address):
            raise GivenToOutlived(address=address)


def is_past(view: View, address: Address) -> bool:
    """An address of a party here whose key has ended: it was sealed under a title key that has, or its user has another."""
    key = store.find_key(view.connection, address)
    return key is not None and (not key.current or is_outlived(view, key))


def find_lost(view: View, standing: Standing | None) -> Address | None:
    """A party of a token whose key was on this node and has ended: nobody moves the token from there as it is."""
    addresses = () if standing is None else (standing.holder, standing.beneficiary)
    known = (store.find_key(view.connection, one) for one in addresses)
    sealed = (one.address for one in known if one is not None and one.custody is KeyCustody.SEALED)
    return next((one for one in sealed if is_past(view, one)), None)


def open_own_key(view: View, passphrase: str) -> Signer:
    """The actor's signer, for one act."""
    return chain.signer_of(_open(view, require_living_key(view), passphrase))


def _open(view: View, key: ChainKey, passphrase: str) -> bytes:
    box = store.find_sealed(view.connection, key.address)
    if key.custody is KeyCustody.OUTSIDE or box is None:
        raise ChainKeyOutside(address=key.address)
    try:
        return identity.open_for_user(view, box, passphrase, _context(view, key.address), key.address)
    except identity.WrongPassphrase:
        raise WrongChainPassphrase(address=key.address) from None


def living_keys(view: View, party: PartyId) -> list[ChainKey]:
    """Those at which a party can be given documents, oldest first."""
    return [one for one in store.keys_of(view.connection, party) if not is_outlived(view, one)]


def address_of(view: View, party: PartyId) -> Address:
    """The address that a party is given documents at: its first current one that can still sign."""
    found = living_keys(view, party)
    if not found:
        raise NoChainAddress(party=identity.get_party(view, party).name_en)
    return found[0].address


def party_of(view: View, address: Address) -> PartyId | None:
    """Whose it is or was, if that party can hold a document: it has a title key."""
    found = store.find_key(view.connection, address)
    if found is None or all(key.superseded_at is not None for key in identity.public_keys(view, found.party)):
        return None
    return found.party


def _register(work: Work, address: Address, custody: KeyCustody, signed: PartySignature, proof: bytes) -> ChainKey:
    if store.find_key(work.connection, address) is not None:
        raise ChainAddressTaken(address=address)
    return _record(work, address, custody, signed, proof)


def _record(work: Work, address: Address, custody: KeyCustody, signed: PartySignature, proof: bytes) -> ChainKey:
    """By a person: `signed` is one's."""
    party, user = work.actor.party, work.actor.user
    assert user is not None  # noqa: S101  # for the type
    made = ChainAddressRegistered(address, party, user, custody, signed.key_id, signed.signature, proof.hex())
    work.append(_stream(party), work.version(_stream(party)), made)
    return require_own_key(work)


def _stream(party: PartyId) -> str:
    return f"chain-keys:{party}"


def _context(view: View, address: Address) -> bytes:
    return f"landsea sealed chain key v1\n{view.actor.party}\n{view.actor.user}\n{address}\n".encode()
