"""Names as people type them, and as standards bound them."""

from __future__ import annotations

import hashlib
import unicodedata


def folded(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def short(text: str, most: int) -> str:
    """At most so many characters, and still told apart from others with the same beginning."""
    return text if len(text) <= most else f"{text[: most - 5]}~{digest(text)[:4]}"


def digest(text: str) -> str:
    """SHA-256 in capital hexadecimals."""
    return hashlib.sha256(text.encode()).hexdigest().upper()
