"""TradeTrust's own contracts in an EVM of this process: the bytecode of the npm package on revm, read by the public getters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from landsea.lading.escrow import NOBODY, Address, Call, Escrow, Event, Place, Registry, RegistryRole

ARTIFACTS = Path(__file__).resolve().parents[3] / "node_modules/@tradetrust-tt/token-registry/dist/artifacts"

pytest.importorskip("pyrevm", reason="pyrevm is not installed: the bytecode cannot run in this process")
pytest.importorskip("eth_abi", reason="the extra `evm` is not installed: calls cannot be encoded")
if not ARTIFACTS.exists():
    pytest.skip("the npm package @tradetrust-tt/token-registry is not installed: no bytecode", allow_module_level=True)

from eth_abi.abi import encode as abi_encode  # noqa: E402  # only where the packages above are there
from pyrevm import EVM  # noqa: E402

from landsea.lading.chain import abi  # noqa: E402

BURN_ADDRESS = "0x000000000000000000000000000000000000dead"


def creation_code(path: str) -> bytes:
    """Of a contract by its path in the package without ending, as `TitleEscrow`."""
    file = ARTIFACTS / f"{path}.sol" / f"{path.rpartition('/')[2]}.json"
    return bytes.fromhex(json.loads(file.read_text())["bytecode"][2:])


class Contracts:
    """A factory and a registry, deployed by `deployer`."""

    def __init__(self, deployer: Address) -> None:
        self._evm: Any = EVM(gas_limit=30_000_000)
        self.factory = Address(self._evm.deploy(deployer, creation_code("TitleEscrowFactory")).lower())
        built = abi_encode(["string", "string", "address"], ["Synthetic registry", "SYN", self.factory])
        self.registry = Address(self._evm.deploy(deployer, creation_code("TradeTrustToken") + built).lower())
        self._escrows: dict[int, Address] = {}

    def escrow_of(self, token: int) -> Address:
        if token not in self._escrows:
            answer = self._ask(self.factory, "getEscrowAddress(address,uint256)", "address", self.registry, token)
            self._escrows[token] = Address(answer)
        return self._escrows[token]

    def send(self, call: Call, token: int) -> tuple[bytes | None, list[Event]]:
        """Revert data (None when it went through) and the title escrow's events."""
        escrow = self.escrow_of(token)
        target = self.registry if abi.is_at_registry(call.operation) else escrow
        try:
            self._evm.message_call(call.caller, target, abi.encode_call(call, token), gas=5_000_000)
        except RuntimeError as error:
            return _revert_data(str(error)), []
        return None, self._events(escrow, token)

    def is_deployed(self, address: Address) -> bool:
        return bool(self._evm.get_code(address))

    def read_escrow(self, token: int) -> Escrow:
        address = self.escrow_of(token)
        if not self.is_deployed(address):
            return Escrow()
        beneficiary, holder, nominee, before, held_before = (
            self._ask(address, f"{one}()", "address") for one in _PARTIES
        )
        return Escrow(
            self._place(token),
            beneficiary,
            holder,
            nominee,
            prev_beneficiary=before,
            prev_holder=held_before,
            active=self._ask(address, "active()", "bool"),
            remark=self._ask(address, "remark()", "bytes"),
        )

    def read_registry(self, accounts: list[Address]) -> Registry:
        granted = frozenset(
            (role, account)
            for role in RegistryRole
            for account in accounts
            if self._ask(self.registry, "hasRole(bytes32,address)", "bool", abi.role_hash(role), account)
        )
        paused = self._ask(self.registry, "paused()", "bool")
        return Registry(paused, granted, self._ask(self.registry, "remark()", "bytes"))

    def _place(self, token: int) -> Place:
        owner = self._ask(self.registry, "ownerOf(uint256)", "address", token)
        return {self.escrow_of(token): Place.ESCROW, self.registry: Place.REGISTRY, BURN_ADDRESS: Place.BURNT}[owner]

    def _ask(self, address: Address, signature: str, returns: str, *values: object) -> Any:
        data = abi.encode(signature, *values) if values else abi.selector(signature)
        answer = self._evm.message_call(NOBODY, address, data, is_static=True)
        return "0x" + answer[12:].hex() if returns == "address" else abi.decode([returns], answer)[0]

    def _events(self, escrow: Address, token: int) -> list[Event]:
        logs = [log for log in self._evm.result.logs if log.address.lower() == escrow]
        decoded = [abi.decode_event(abi.Log(tuple(log.data[0]), log.data[1]), self.registry, token) for log in logs]
        return [event for event in decoded if event is not None]


_PARTIES = ("beneficiary", "holder", "nominee", "prevBeneficiary", "prevHolder")


def _revert_data(error: str) -> bytes:
    found = re.match(r"Revert \{.*output: 0x([0-9a-f]*)", error)
    if found is None:
        raise AssertionError(f"the EVM did not revert but failed: {error}")
    return bytes.fromhex(found.group(1))
