"""What the adapter uses of the extra `evm`; no other module imports its packages.

One of these packages (py_ecc, by way of eth_account) sets the process's recursion limit to 100,000. Text that is nested that deep
would then end the process where it is refused otherwise, so the limit is put back.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module

_limit = sys.getrecursionlimit()
try:
    from eth_abi.abi import decode as abi_decode
    from eth_abi.abi import encode as abi_encode
    from eth_abi.exceptions import DecodingError
    from eth_account.messages import encode_defunct
    from requests import Timeout
    from rlp import decode as rlp_decode  # type: ignore[import-untyped]  # it has no types
    from rlp.exceptions import RLPException  # type: ignore[import-untyped]  # as above
    from web3 import Account, HTTPProvider, Web3
    from web3.exceptions import (
        BadResponseFormat,
        BlockNotFound,
        ContractLogicError,
        TimeExhausted,
        TransactionNotFound,
        Web3Exception,
        Web3RPCError,
    )
    from web3.middleware import AttributeDictMiddleware, ExtraDataToPOAMiddleware

    with suppress(ImportError):
        import_module("py_ecc")  # so that it is not imported later
finally:
    sys.setrecursionlimit(_limit)

__all__ = [
    "Account",
    "AttributeDictMiddleware",
    "BadResponseFormat",
    "BlockNotFound",
    "ContractLogicError",
    "DecodingError",
    "ExtraDataToPOAMiddleware",
    "HTTPProvider",
    "RLPException",
    "TimeExhausted",
    "Timeout",
    "TransactionNotFound",
    "Web3",
    "Web3Exception",
    "Web3RPCError",
    "abi_decode",
    "abi_encode",
    "encode_defunct",
    "rlp_decode",
]
