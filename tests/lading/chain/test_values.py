"""Names, numbers and remarks that bind a token to a document; what is refused without the packages."""

from __future__ import annotations

import builtins
import hashlib
import subprocess
import sys
from typing import Any

import pytest

from landsea.kernel import BadValue
from landsea.lading import chain
from landsea.lading.chain import (
    Chain,
    EvmExtraMissing,
    TokenName,
    checked_address,
    content_remark,
    find_content,
    parse_token_name,
    token_of,
)
from landsea.lading.escrow import REMARK_BYTES_MAX, Address

ADDRESS = Address("0x" + "5a" * 20)
LOCAL = Chain("local", 31337, "http://127.0.0.1:9", frozenset({ADDRESS}), confirmations=3)
CONTENT = "0f" * 32


def test_without_the_extra_everything_that_needs_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_web3(name: str, *given: Any) -> Any:
        if name.partition(".")[0] == "web3":
            raise ImportError(name)
        return real(name, *given)

    monkeypatch.setattr(builtins, "__import__", without_web3)
    monkeypatch.delitem(sys.modules, "landsea.lading.chain.web", raising=False)
    for attempt in (
        lambda: chain.connect(LOCAL, ADDRESS),
        lambda: chain.deployment(LOCAL),
        lambda: chain.signer_of(bytes(31) + b"\x01"),
        lambda: chain.checked_address(ADDRESS),
    ):
        with pytest.raises(EvmExtraMissing):
            attempt()


def test_the_url_with_its_key_is_not_printed() -> None:
    assert "127.0.0.1" not in repr(LOCAL)


def test_a_tokens_number_is_the_hash_of_the_credentials_id() -> None:
    assert f"{token_of('urn:synthetic:1'):064x}" == hashlib.sha256(b"urn:synthetic:1").hexdigest()


def test_a_tokens_name_is_read_back() -> None:
    name = TokenName(1, ADDRESS, token_of("urn:synthetic:1"))
    assert parse_token_name(str(name)) == name


@pytest.mark.parametrize(
    "text", ["", "1", f"1/{ADDRESS}", f"0/{ADDRESS}/0x{1:064x}", f"1/{ADDRESS}/1", f"1/{ADDRESS}/0x{1:065x}"]
)
def test_another_text_is_no_tokens_name(text: str) -> None:
    with pytest.raises(BadValue):
        parse_token_name(text)


def test_a_mints_remark_commits_to_the_content() -> None:
    assert len(content_remark(CONTENT)) <= REMARK_BYTES_MAX
    assert find_content(content_remark(CONTENT)) == CONTENT


@pytest.mark.parametrize(
    "remark", [b"", b"synthetic", content_remark(CONTENT)[:-1], content_remark(CONTENT) + b"0", bytes.fromhex(CONTENT)]
)
def test_another_remark_commits_to_nothing(remark: bytes) -> None:
    assert find_content(remark) is None


@pytest.mark.parametrize("content", ["", "not a hash", "0f", "0F" * 32, "0f" * 33])
def test_a_content_that_is_no_hash_makes_no_remark(content: str) -> None:
    with pytest.raises(BadValue):
        content_remark(content)


def test_a_typed_address_is_checked_by_its_capitals() -> None:
    pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
    right = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"  # EIP-55's own example
    assert checked_address(right) == checked_address(right.lower()) == right.lower()
    with pytest.raises(BadValue):
        checked_address(right.replace("F3", "f3"))


@pytest.mark.parametrize("settings", [{"confirmations": 0}, {"confirmations": 1, "log_blocks_max": 0}])
def test_settings_that_would_call_nothing_final_are_refused(settings: dict[str, int]) -> None:
    with pytest.raises(BadValue):
        Chain("local", 1, "", frozenset(), **settings)


def test_the_packages_of_the_extra_leave_the_recursion_limit_alone() -> None:
    code = "import sys; before = sys.getrecursionlimit(); from landsea.lading import chain; chain.signer_of(bytes(31) + b'\\1')"
    check = f"{code}; import py_ecc; assert sys.getrecursionlimit() == before, sys.getrecursionlimit()"
    subprocess.run([sys.executable, "-c", check], check=True)
