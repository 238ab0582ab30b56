"""Title keys and parties over HTTP: what everybody sees, and what only the party does."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from landsea import identity
from landsea.identity.api import keys, parties, session
from landsea.identity.model import TitleKeyExists, TitleKeyNeedsApproval, TooManyAttempts
from landsea.journal import NODE, Journal, StaleVersion
from landsea.kernel import Role
from tests.support import people
from tests.support.journals import open_journal
from tests.support.people import PASSPHRASE

PUBLIC = {
    "/v1/login",
    "/v1/login-link",
    "/v1/invitations/accept",
    "/v1/password-reset",
    "/.well-known/did.json",
    "/did.json",
    "/parties/{party_id}/did.json",
}
BODIES = {
    "/v1/parties": {"name_en": "Synthetic", "country": "CN"},
    "/v1/me/membership": {"party": "par_1", "role": "viewer"},
    "/v1/me/password": {"new": "a new synthetic password"},
    "/v1/parties/{party_id}/users/{user_id}/end": {"role": "viewer"},
    "/v1/parties/{party_id}/invitations": {"role": "viewer"},
    "/v1/users/find": {"email": "somebody@synthetic.example"},
    "/v1/users/{user_id}/erase": {"reason": "none"},
    "/v1/api-keys": {"label": "synthetic"},
    "/v1/parties/{party_id}/keys": {"passphrase": PASSPHRASE},
    "/v1/parties/{party_id}/recoveries": {"reason": "none"},
}


def routes() -> Iterator[tuple[str, str]]:
    for route in (*session.router.routes, *parties.router.routes, *keys.router.routes):
        assert isinstance(route, APIRoute)
        assert route.methods, route.path
        yield from ((method, route.path) for method in sorted(route.methods) if route.path not in PUBLIC)


def test_every_other_route_asks_who_one_is(client: TestClient) -> None:
    ids = {"party_id": "par_1", "user_id": "usr_1", "invitation_id": "inv_1", "key_id": "key_1", "recovery_id": "rec_1"}
    answers = {
        (method, path): client.request(method, path.format(**ids), json=BODIES.get(path) if method == "POST" else None)
        for method, path in routes()
    }
    assert len(answers) > 20
    assert {at: answer.text for at, answer in answers.items() if answer.status_code != 401} == {}


def test_the_story_of_a_partys_keys_is_there_for_all_but_the_reasons(journal: Journal, client: TestClient) -> None:
    holder, stranger = people.make_person(journal, "Shipper"), people.make_person(journal, "Stranger")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    base = f"/v1/parties/{holder.party}"
    asked = client.post(f"{base}/recoveries", json={"reason": "lost"}, headers=holder.headers).json()
    assert (asked["state"], asked.get("reason")) == ("requested", None)
    client.post(f"{base}/recoveries/{asked['id']}/approve", headers=second.headers)
    made = client.post(f"{base}/keys", json={"passphrase": "another passphrase"}, headers=holder.headers).json()
    assert made["receipts"][0]["kind"] == "title-key-registered/1"

    seen = client.get(f"{base}/keys", headers=stranger.headers).json()
    [lost, found] = seen["data"]
    assert found["registered_position"] == made["receipts"][0]["position"]
    assert (lost["superseded_position"], lost["successor"]) == (made["receipts"][1]["position"], found["id"])
    [recovery] = seen["recoveries"]
    assert (recovery["state"], recovery["approved_by"], "reason" in recovery) == ("used", second.user, False)
    own = client.get(f"{base}/keys", headers=second.headers).json()
    assert own["recoveries"][0]["reason"] == "lost"


def test_a_key_kept_outside_is_registered_over_http(journal: Journal, client: TestClient) -> None:
    party = people.make_party(journal, "Shipper")
    person = people.make_user(journal, party.id, Role.SHIPPER)
    private = Ed25519PrivateKey.generate()
    challenge = client.get("/v1/me/title-key-challenge", headers=person.headers).json()["challenge"]
    public_key = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    body = {"public_key": public_key, "proof": base64.b64encode(private.sign(challenge.encode())).decode()}
    path = f"/v1/parties/{party.id}/keys"
    assert client.post(path, json={"public_key": public_key}, headers=person.headers).status_code == 422
    both = body | {"passphrase": PASSPHRASE}
    assert client.post(path, json=both, headers=person.headers).status_code == 422
    made = client.post(path, json=body, headers=person.headers).json()
    assert (made["custody"], made["public_key"]) == ("outside", public_key)


def test_a_key_is_made_for_ones_own_party_only(journal: Journal, client: TestClient) -> None:
    person, other = people.make_person(journal, "Shipper"), people.make_party(journal, "Other")
    answer = client.post(f"/v1/parties/{other.id}/keys", json={"passphrase": PASSPHRASE}, headers=person.headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_directory_comes_page_by_page(journal: Journal, client: TestClient) -> None:
    operator = people.make_operator(journal)
    for number in range(4):
        body = {"name_en": f"Synthetic {number}", "name_zh": f"合成{number}", "country": "CN"}
        assert client.post("/v1/parties", json=body, headers=operator.headers).status_code == 201
    seen: list[str] = []
    cursor: str | None = ""
    for _ in range(3):
        page = client.get("/v1/parties", params={"limit": 2, "cursor": cursor}, headers=operator.headers).json()
        seen += [party["name_en"] for party in page["data"]]
        cursor = page["next_cursor"]
    assert seen == ["Synthetic Operator", *(f"Synthetic {number}" for number in range(4))]
    assert (page["has_more"], cursor) == (False, None)
    wrong = client.get("/v1/parties?cursor=%25", headers=operator.headers).json()
    assert (wrong["code"], wrong["errors"][0]["pointer"]) == ("bad-value", "/cursor")


def test_a_wrong_identifier_is_pointed_at(journal: Journal, client: TestClient) -> None:
    operator = people.make_operator(journal)
    body = {"name_en": "Synthetic", "country": "CN", "identifiers": [{"scheme": "LEI", "value": "1"}]}
    answer = client.post("/v1/parties", json=body, headers=operator.headers).json()
    assert (answer["code"], answer["errors"][0]["pointer"]) == ("bad-value", "/identifiers/0")
    in_chinese = client.post("/v1/parties?lang=zh", json=body, headers=operator.headers).json()
    assert "标识号码" in in_chinese["detail"] or "LEI" in in_chinese["detail"]


def in_parallel(journal: Journal, count: int, act: object) -> list[object]:
    """Runs `act(journal)` in `count` threads, each with the database opened anew; answers results and exceptions."""
    results: list[object] = []

    def run() -> None:
        other = open_journal(journal)
        try:
            results.append(act(other))  # type: ignore[operator]
        except Exception as error:
            results.append(error)
        finally:
            other.database.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_keys_made_at_once_are_one(journal: Journal) -> None:
    party = people.make_party(journal, "Shipper")
    person = people.make_user(journal, party.id, Role.SHIPPER)

    def make(of: Journal) -> object:
        with of.work(person.actor) as work:
            return identity.create_title_key(work, PASSPHRASE)

    results = in_parallel(journal, 4, make)
    assert sum(isinstance(one, identity.TitleKey) for one in results) == 1
    assert sum(isinstance(one, TitleKeyExists | TitleKeyNeedsApproval | StaleVersion) for one in results) == 3
    with journal.view(person.actor) as view:
        assert len(identity.public_keys(view, party.id)) == 1


def test_guesses_made_at_once_are_all_counted(journal: Journal) -> None:
    def guess(of: Journal) -> object:
        with of.work(NODE) as work:
            return identity.service.begin_log_in(work, "somebody@synthetic.example", "192.0.2.1")

    results = in_parallel(journal, 16, guess)
    assert sum(isinstance(one, TooManyAttempts) for one in results) == 6
    assert len(results) == 16
