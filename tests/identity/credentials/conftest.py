"""Contexts as the node has them, and the example vocabulary of the W3C's vectors beside them."""

from __future__ import annotations

import pytest

from landsea.identity.service.contexts import CONTEXTS, load_documents
from landsea.identity.wire.credentials.jsonld import Contexts
from tests.identity.credentials.vectors import EXAMPLES, EXAMPLES_CONTEXT


@pytest.fixture(scope="session")
def contexts() -> Contexts:
    if not CONTEXTS.is_dir():
        pytest.skip("the JSON-LD contexts are not installed: run tools/assets.py")
    return Contexts(load_documents() | {EXAMPLES: EXAMPLES_CONTEXT})
