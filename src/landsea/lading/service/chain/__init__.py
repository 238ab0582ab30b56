"""Documents in a token registry on a chain: chains and keys configured, the way out, acts there, the way back.

Nothing here calls a chain inside a transaction: what is signed is stored first, and a worker sends it, watches it and reads the chain.
"""

from landsea.lading.service.chain.acting import call_off, drafts_of_step, sign_step, take_signed_step
from landsea.lading.service.chain.asked import require_there, try_settings
from landsea.lading.service.chain.configured import add_chain, chain_of_token, get_chain, list_chains, remove_chain
from landsea.lading.service.chain.credential import chain_credential
from landsea.lading.service.chain.held import Held, held_at, left_behind
from landsea.lading.service.chain.keys import (
    address_message,
    create_key,
    is_outlived,
    own_key,
    register_address,
    take_over_key,
)
from landsea.lading.service.chain.leaving import leave_for_chain
from landsea.lading.service.chain.possible import chain_addresses, chains_open_to, outside_steps, possible_steps
from landsea.lading.service.chain.reading import ChainState, chain_state, seen_number
from landsea.lading.service.chain.replacing import raise_fee_limit
from landsea.lading.service.chain.steps import ChainStep, Step
from landsea.lading.service.chain.worker import run_chains
from landsea.lading.store_chain import ChainKey, Journey, Waiting

__all__ = [
    "ChainKey",
    "ChainState",
    "ChainStep",
    "Held",
    "Journey",
    "Step",
    "Waiting",
    "add_chain",
    "address_message",
    "call_off",
    "chain_addresses",
    "chain_credential",
    "chain_of_token",
    "chain_state",
    "chains_open_to",
    "create_key",
    "drafts_of_step",
    "get_chain",
    "held_at",
    "is_outlived",
    "leave_for_chain",
    "left_behind",
    "list_chains",
    "outside_steps",
    "own_key",
    "possible_steps",
    "raise_fee_limit",
    "register_address",
    "remove_chain",
    "require_there",
    "run_chains",
    "seen_number",
    "sign_step",
    "take_over_key",
    "take_signed_step",
    "try_settings",
]
