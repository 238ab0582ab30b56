"""A small client of a node's API, on the standard library alone."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: bytes
    url: str = ""
    """Of the node that said so."""

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class CallFailed(Exception):
    """The node answered with a problem."""

    def __init__(self, method: str, path: str, answer: Answer) -> None:
        super().__init__(f"{method} {path}: {answer.status} {answer.text[:2000]}")
        self.answer = answer


class Client:
    """`client.post("/v1/plans", {...})` -> the answer's JSON; raises `CallFailed`. Writes carry a fresh Idempotency-Key.

    `on_receipt` is called with each receipt as it is acknowledged.
    """

    def __init__(
        self, url: str, key: str = "", on_receipt: Callable[[dict[str, Any]], None] = lambda receipt: None
    ) -> None:
        self.url = url.rstrip("/")
        self.key = key
        self.on_receipt = on_receipt

    def get(self, path: str) -> Any:
        return self._checked("GET", path, None).json

    def post(self, path: str, body: Any = None) -> Any:
        return self._checked("POST", path, json.dumps(body if body is not None else {}).encode()).json

    def upload(self, path: str, name: str, content: bytes, media_type: str, **fields: str) -> Any:
        """Sends a file and form fields (multipart/form-data, RFC 7578)."""
        return self.upload_all(path, [("file", name, content, media_type)], list(fields.items()))

    def upload_all(
        self, path: str, files: Sequence[tuple[str, str, bytes, str]], fields: Sequence[tuple[str, str]] = ()
    ) -> Any:
        """Sends files (field, file name, content, media type) and form fields; several of one name are a list there."""
        mark = uuid.uuid4().hex
        parts = [f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}'.encode() for field, value in fields]
        for field, name, content, media_type in files:
            head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {media_type}\r\n\r\n'
            parts.append(head.encode() + content)
        body = b"".join(b"--" + mark.encode() + b"\r\n" + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
        return self._checked("POST", path, body, f"multipart/form-data; boundary={mark}").json

    def download(self, path: str) -> bytes:
        return self._checked("GET", path, None).content

    def _checked(self, method: str, path: str, body: bytes | None, content_type: str = "application/json") -> Answer:
        answer = self.send(method, path, body, content_type)
        if answer.status >= 400:
            raise CallFailed(method, path, answer)
        if method != "GET":
            for receipt in answer.json.get("receipts", ()):
                self.on_receipt(receipt)
        return answer

    def send(self, method: str, path: str, body: bytes | None, content_type: str = "application/json") -> Answer:
        headers = {"Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        if body is not None:
            headers["Content-Type"] = content_type
        if method not in ("GET", "HEAD"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if not self.url.startswith(("http://", "https://")):
            raise ValueError(f"{self.url} is not an http(s) URL")
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=headers)  # noqa: S310  # checked above
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                return Answer(response.status, response.read(), self.url)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), self.url)
