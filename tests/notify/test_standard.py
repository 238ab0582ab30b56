"""Standard Webhooks 1.0.0, against the vector that its libraries share, and as a receiver verifies."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

from landsea.notify.wire.standard_webhooks import as_it_stands, headers, payload, render_secret, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, TIMESTAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_signature_is_the_published_one() -> None:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    assert signature(key, ID, TIMESTAMP, BODY) == PUBLISHED
    assert render_secret(key) == SECRET


def test_the_headers_are_what_a_receiver_verifies() -> None:
    keys = [bytes(range(32)), bytes(32)]
    sent = dict(headers(keys, ID, datetime(2026, 11, 21, 9, 0, 0, 999_999, tzinfo=UTC), BODY))
    assert sent["webhook-timestamp"] == "1795251600"
    content = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + BODY
    found = sent["webhook-signature"].split(" ")
    for key, one in zip(keys, found, strict=True):
        version, _, text = one.partition(",")
        assert version == "v1"
        assert base64.b64decode(text) == hmac.new(key, content, hashlib.sha256).digest()


def test_the_payload_has_type_timestamp_and_data_and_keeps_the_bodys_bytes() -> None:
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    made = payload("box-moved/1", at, {"body": as_it_stands(b'{"a":"\xe6\x8f\x90\xe5\x8d\x95","b":1}')})
    assert json.loads(made) == {
        "type": "box-moved/1",
        "timestamp": "2026-11-21T09:00:00Z",
        "data": {"body": {"a": "提单", "b": 1}},
    }
    assert b'{"a":"\xe6\x8f\x90\xe5\x8d\x95","b":1}' in made
