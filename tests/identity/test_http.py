"""Sessions, CSRF and API keys over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from landsea import identity
from landsea import journal as door
from landsea.journal import Journal
from landsea.kernel import Role
from tests.identity.conftest import HandClock, make_client, move_to
from tests.support import people
from tests.support.people import PASSWORD, Person


@pytest.fixture
def person(journal: Journal) -> Person:
    return people.make_person(journal, "Shipper")


def log_in(client: TestClient, person: Person, password: str = PASSWORD) -> Any:
    return client.post("/v1/login", json={"email": person.email, "password": password})


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_logging_in_and_out(client: TestClient, person: Person) -> None:
    assert code_of(client.get("/v1/me")) == (401, "not-logged-in")
    me = log_in(client, person).json()
    assert client.get("/v1/me").json() == me
    assert (me["user"]["id"], me["party"], me["role"]) == (person.user, person.party, "shipper")
    token = client.cookies["landsea"]
    out = client.post("/v1/logout", headers={"X-CSRF-Token": me["csrf_token"]})
    assert out.status_code == 200
    assert "landsea" not in client.cookies
    client.cookies["landsea"] = token
    assert code_of(client.get("/v1/me")) == (401, "not-logged-in")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient, person: Person) -> None:
    cookie = log_in(client, person).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(journal: Journal, person: Person) -> None:
    move_to(journal, "https://node.example")
    with make_client(journal) as client:
        cookie = log_in(client, person).headers["set-cookie"]
        assert cookie.startswith("__Host-landsea=")
        assert "Secure" in cookie.split("; ")
        assert client.get("/v1/me").status_code == 200


def test_an_unsafe_request_needs_the_sessions_token(journal: Journal, client: TestClient, person: Person) -> None:
    me = log_in(client, person).json()
    with make_client(journal) as other:
        stranger = log_in(other, people.make_person(journal, "Stranger")).json()
    body = {"label": "synthetic"}
    for token in ("", "wrong", stranger["csrf_token"]):
        answer = client.post("/v1/api-keys", json=body, headers={"X-CSRF-Token": token})
        assert code_of(answer) == (403, "csrf-failed")
    assert code_of(client.post("/v1/api-keys", json=body)) == (403, "csrf-failed")
    right = {"X-CSRF-Token": me["csrf_token"]}
    assert client.post("/v1/api-keys", json=body, headers=right).status_code == 201
    assert code_of(client.post("/v1/api-keys", json=body, headers=right | {"Sec-Fetch-Site": "cross-site"})) == (
        403,
        "cross-site",
    )


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_log_a_browser_in(client: TestClient, person: Person, site: str) -> None:
    body = {"email": person.email, "password": PASSWORD}
    answer = client.post("/v1/login", json=body, headers={"Sec-Fetch-Site": site})
    assert code_of(answer) == (403, "cross-site")
    assert "set-cookie" not in answer.headers


def test_a_session_ends_after_its_time(client: TestClient, person: Person, hand_clock: HandClock) -> None:
    log_in(client, person)
    hand_clock.advance(hours=11, minutes=59)
    assert client.get("/v1/me").status_code == 200
    hand_clock.advance(minutes=1)
    assert code_of(client.get("/v1/me")) == (401, "not-logged-in")


def test_a_leap_of_the_sandbox_clock_logs_nobody_out(journal: Journal, client: TestClient, person: Person) -> None:
    log_in(client, person)
    with journal.database.write() as connection:
        journal.clock.advance(connection, timedelta(days=400))  # type: ignore[attr-defined]
    assert client.get("/v1/me").status_code == 200


def test_passwords_are_refused_in_one_way_and_ten_times_at_most(
    journal: Journal, client: TestClient, person: Person, hand_clock: HandClock
) -> None:
    answers = [log_in(client, person, "not the password").json() for _ in range(10)]
    assert {answer["code"] for answer in answers} == {"login-failed"}
    assert code_of(log_in(client, person)) == (429, "too-many-attempts")
    hand_clock.advance(minutes=15, seconds=1)
    assert log_in(client, person).status_code == 200


def test_unknown_users_are_told_nothing_and_count_too(client: TestClient, hand_clock: HandClock) -> None:
    body = {"email": "nobody@synthetic.example", "password": PASSWORD}
    for _ in range(10):
        assert code_of(client.post("/v1/login", json=body)) == (401, "login-failed")
    assert code_of(client.post("/v1/login", json=body)) == (429, "too-many-attempts")
    assert code_of(client.post("/v1/login", json=body | {"email": "?"})) == (401, "login-failed")


def test_an_unknown_user_is_checked_at_the_same_cost_as_a_known_one(journal: Journal, person: Person) -> None:
    with journal.work(door.NODE) as work:
        known = identity.service.begin_log_in(work, person.email, "192.0.2.1")
        unknown = identity.service.begin_log_in(work, "nobody@synthetic.example", "192.0.2.1")
    assert known.hashed.split("$")[:4] == unknown.hashed.split("$")[:4]
    assert (known.user, unknown.user) == (person.user, None)
    assert not identity.service.is_right(unknown, PASSWORD)


def test_one_address_cannot_try_many_accounts(client: TestClient, person: Person, hand_clock: HandClock) -> None:
    for number in range(50):
        body = {"email": f"guess{number}@synthetic.example", "password": PASSWORD}
        assert code_of(client.post("/v1/login", json=body)) == (401, "login-failed")
    assert code_of(log_in(client, person)) == (429, "too-many-attempts")


def test_a_right_password_forgives_the_wrong_ones_before(
    client: TestClient, person: Person, hand_clock: HandClock
) -> None:
    for _ in range(3):
        for _ in range(9):
            assert log_in(client, person, "not the password").status_code == 401
        assert log_in(client, person).status_code == 200


def test_a_login_link_works_once_and_not_for_long(
    journal: Journal, client: TestClient, person: Person, hand_clock: HandClock
) -> None:
    with journal.work(door.NODE) as work:
        token, late = (identity.create_login_link(work, person.user) for _ in range(2))
    assert client.post("/v1/login-link", json={"token": token}).json()["user"]["id"] == person.user
    assert code_of(client.post("/v1/login-link", json={"token": token})) == (410, "link-not-valid")
    hand_clock.advance(minutes=30)
    assert code_of(client.post("/v1/login-link", json={"token": late})) == (410, "link-not-valid")


def test_a_token_of_one_kind_is_no_token_of_another(journal: Journal, client: TestClient, person: Person) -> None:
    with journal.work(door.NODE) as work:
        login, reset = identity.create_login_link(work, person.user), identity.create_reset_link(work, person.user)
    assert code_of(client.post("/v1/login-link", json={"token": reset})) == (410, "link-not-valid")
    new = {"token": login, "password": "a new synthetic password"}
    assert code_of(client.post("/v1/password-reset", json=new)) == (410, "link-not-valid")
    assert code_of(client.get("/v1/me", headers={"Authorization": f"Bearer {login}"})) == (401, "not-logged-in")


def test_a_reset_sets_the_password_once_and_ends_all_sessions(
    journal: Journal, client: TestClient, person: Person
) -> None:
    operator = people.make_operator(journal)
    log_in(client, person)
    found = client.post("/v1/users/find", json={"email": person.email.upper()}, headers=operator.headers).json()
    assert found == {"id": person.user, "parties": [person.party]}
    made = client.post(f"/v1/users/{person.user}/password-reset", headers=operator.headers).json()
    token = made["link"].split("token=")[1]
    assert made["link"].startswith("http://test.example/reset?token=")
    body = {"token": token, "password": "a new synthetic password"}
    assert code_of(client.post("/v1/password-reset", json=body | {"password": "short"})) == (422, "weak-password")
    assert client.post("/v1/password-reset", json=body).status_code == 200
    assert code_of(client.post("/v1/password-reset", json=body)) == (410, "link-not-valid")
    assert code_of(client.get("/v1/me")) == (401, "not-logged-in")
    assert code_of(log_in(client, person)) == (401, "login-failed")
    assert log_in(client, person, "a new synthetic password").status_code == 200
    [seen] = client.get(f"/v1/parties/{person.party}/users").json()["data"]
    assert seen["login_resets"] == [operator.user]


def test_only_operators_of_the_node_reset_logins(journal: Journal, client: TestClient, person: Person) -> None:
    people.make_operator(journal)
    other = people.make_person(journal, "Other", Role.OPERATOR)
    answer = client.post(f"/v1/users/{person.user}/password-reset", headers=other.headers)
    assert code_of(answer) == (403, "not-allowed")
    answer = client.post("/v1/users/find", json={"email": person.email}, headers=other.headers)
    assert code_of(answer) == (403, "not-allowed")


def test_changing_the_password_needs_the_old_one(client: TestClient, person: Person) -> None:
    new = "a new synthetic password"
    wrong = {"old": "not the password", "new": new}
    assert code_of(client.post("/v1/me/password", json=wrong, headers=person.headers)) == (401, "login-failed")
    right = {"old": PASSWORD, "new": new}
    assert client.post("/v1/me/password", json=right, headers=person.headers).status_code == 200
    assert log_in(client, person, new).status_code == 200


def test_a_user_of_two_parties_switches_between_them(journal: Journal, client: TestClient, person: Person) -> None:
    bank = people.make_person(journal, "Bank", Role.BANK)
    with journal.work(bank.actor) as work:
        _, token = identity.invite_user(work, bank.party, Role.BANK)
    accept = {"token": token, "name": "ignored", "email": person.email, "password": PASSWORD}
    joined = client.post("/v1/invitations/accept", json=accept).json()
    assert (joined["party"], joined["role"], joined["user"]["id"]) == (bank.party, "bank", person.user)
    csrf = {"X-CSRF-Token": joined["csrf_token"]}
    back = client.post("/v1/me/membership", json={"party": person.party, "role": "shipper"}, headers=csrf)
    assert back.json()["party"] == person.party
    assert client.get("/v1/me").json()["party"] == person.party
    other = client.post("/v1/me/membership", json={"party": bank.party, "role": "operator"}, headers=csrf)
    assert code_of(other) == (404, "not-found")


def test_an_api_key_acts_as_its_maker_until_it_is_revoked(client: TestClient, person: Person) -> None:
    assert person.api_key.startswith("lsk_")
    made = client.post("/v1/api-keys", json={"label": "scanner", "role": "viewer"}, headers=person.headers).json()
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert client.get("/v1/me", headers=headers).json()["role"] == "viewer"
    listed = client.get("/v1/api-keys", headers=person.headers).json()["data"]
    assert [one["label"] for one in listed] == ["synthetic", "scanner"]
    assert all("key" not in one for one in listed)
    assert code_of(client.delete(f"/v1/api-keys/{made['id']}", headers=headers)) == (403, "not-allowed")
    assert client.delete(f"/v1/api-keys/{made['id']}", headers=person.headers).status_code == 200
    assert code_of(client.get("/v1/me", headers=headers)) == (401, "not-logged-in")


def test_an_api_key_dies_with_its_users_role(journal: Journal, client: TestClient, person: Person) -> None:
    second = people.make_user(journal, person.party, Role.SHIPPER)
    assert client.get("/v1/me", headers=second.headers).status_code == 200
    path = f"/v1/parties/{person.party}/users/{second.user}/end"
    assert client.post(path, json={"role": "shipper"}, headers=person.headers).status_code == 200
    assert code_of(client.get("/v1/me", headers=second.headers)) == (401, "not-logged-in")


def test_a_wrong_api_key_is_not_helped_by_a_cookie(client: TestClient, person: Person) -> None:
    log_in(client, person)
    for header in ("Bearer lsk_wrong", "Bearer", "Basic Og==", f"Token {person.api_key}"):
        assert code_of(client.get("/v1/me", headers={"Authorization": header})) == (401, "not-logged-in")


def test_another_partys_api_key_does_not_exist(journal: Journal, client: TestClient, person: Person) -> None:
    stranger = people.make_person(journal, "Stranger")
    key = client.get("/v1/api-keys", headers=person.headers).json()["data"][0]["id"]
    assert code_of(client.delete(f"/v1/api-keys/{key}", headers=stranger.headers)) == (404, "not-found")


def test_nobody_makes_a_key_with_a_stronger_role(client: TestClient, person: Person) -> None:
    answer = client.post("/v1/api-keys", json={"label": "more", "role": "operator"}, headers=person.headers)
    assert code_of(answer) == (403, "not-allowed")
