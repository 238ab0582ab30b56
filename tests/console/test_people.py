"""Logging in, being invited, keys shown once."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from landsea import identity, journal
from landsea.journal import Work
from landsea.kernel import Actor, PartyId, Role
from tests.console.seed import PASSPHRASE, PASSWORD, Stage
from tests.console.test_pages import look_at

Look = Callable[..., BrowserContext]


def test_a_one_time_link_logs_in_once_and_only_when_asked(look: Look, stage: Stage) -> None:
    with stage.node.journal.work(journal.NODE) as work:
        token = identity.create_login_link(work, stage.cast["railway"].user)
    page = look(None).new_page()
    page.goto(f"/login?token={token}")
    page.goto(f"/login?token={token}")  # opening it uses nothing up: mail scanners open links
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    again = look(None).new_page()
    again.goto(f"/login?token={token}")
    again.get_by_role("button", name="Go on").click()
    expect(again.get_by_role("alert")).to_contain_text("used before")


def test_a_wrong_password_is_said_in_the_readers_language(look: Look, stage: Stage) -> None:
    page = look(None, lang="zh").new_page()
    page.goto("/login")
    page.fill("#email", stage.cast["line"].email)
    page.fill("#password", "not the password of anybody")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("密码")


def test_a_person_is_invited_by_link_and_joins(look: Look, stage: Stage) -> None:
    page = look("forwarder").new_page()
    page.goto(f"/parties/{stage.cast['forwarder'].party}")
    page.get_by_label("Your title key passphrase (optional)").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#invited .hash")
    expect(link).to_contain_text("/invitation?token=")
    guest = look(None).new_page()
    guest.goto(link.inner_text())
    guest.get_by_label("Your name").fill("Synthetic colleague")
    guest.get_by_label("E-mail").fill("colleague@synthetic.example")
    guest.get_by_label("Password").fill(PASSWORD + " two")
    guest.get_by_label("Passphrase of your title key").fill(PASSPHRASE + " two")
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_role("heading", name="Overview")).to_be_visible()
    guest.goto("/settings")
    expect(guest.get_by_text("on this node, wrapped by your passphrase")).to_be_visible()


def test_a_lost_key_waits_where_its_second_person_looks(look: Look, stage: Stage) -> None:
    railway = stage.cast["railway"]
    with stage.node.journal.work(Actor(PartyId(railway.party), Role.CARRIER, railway.user)) as work:
        identity.request_recovery(work, "synthetic loss")
    page = look("forwarder", lang="zh", width=360).new_page()
    for path in ("/parties", "/"):
        page.goto(path)
        expect(page.get_by_text("申请更换物权密钥")).to_contain_text("渝桂铁路运营（合成）")
    assert look_at(page, "light", 360) == []
    page.get_by_role("link", name="查看申请").click()
    expect(page.get_by_role("button", name="批准")).to_be_visible()
    expect(page.locator("#recoveries")).to_contain_text("synthetic loss")
    bank = look("bank").new_page()
    bank.goto(f"/parties/{railway.party}")
    expect(bank.locator("#recoveries")).to_contain_text("a person of this party")
    expect(bank.locator("#recoveries")).not_to_contain_text("synthetic loss")
    expect(bank.get_by_text("usr_")).to_have_count(0)


def test_who_came_by_a_one_time_link_sets_a_password_and_logs_in_with_it(look: Look, stage: Stage) -> None:
    def add(work: Work) -> str:
        party = PartyId(stage.cast["line"].party)
        user = identity.add_user(work, party, Role.CARRIER, name="Synthetic mate", email="mate@synthetic.example")
        return identity.create_login_link(work, user.id)

    page = look(None).new_page()
    page.goto(f"/login?token={stage.node.journal.run(journal.NODE, add)}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Set a password").click()
    page.get_by_label("New password").fill(PASSWORD + " three")
    page.get_by_role("button", name="Set a password").click()
    page.wait_for_url("**/login")
    page.fill("#email", "mate@synthetic.example")
    page.fill("#password", PASSWORD + " three")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_role("link", name="Set a password")).to_have_count(0)
    page.goto("/settings")
    expect(page.get_by_label("Password until now")).to_be_visible()


def test_an_api_key_is_shown_once(look: Look) -> None:
    page = look("buyer").new_page()
    page.goto("/settings")
    page.get_by_label("Label").fill("synthetic system")
    page.get_by_role("button", name="Make a key").click()
    expect(page.locator("#made .hash")).to_have_text(re.compile("^lsk_"))
    page.reload()
    expect(page.get_by_role("rowheader", name="synthetic system")).to_be_visible()
    expect(page.locator("#made")).to_be_hidden()


def test_a_party_is_registered_and_a_wrong_identifier_refused_in_place(look: Look) -> None:
    page = look("forwarder").new_page()
    page.goto("/parties")
    page.get_by_role("button", name="Register a party").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Name in English").fill("Synthetic Bank")
    dialog.get_by_label("Country").fill("SG")
    dialog.get_by_label("Identifier").select_option("UEN")
    dialog.get_by_label("Number").fill("00192200X")
    dialog.get_by_role("button", name="Register").click()
    expect(dialog.get_by_label("Number")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Number").fill("00192200M")
    dialog.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Synthetic Bank")).to_be_visible()


def test_people_are_seen_by_their_own_party_alone(look: Look, stage: Stage) -> None:
    seen = look("line").request.get(f"/parties/{stage.cast['forwarder'].party}.json").json()
    assert seen["users"] == []
    assert "synthetic.example" not in str(seen)


def test_logging_out_ends_the_session(look: Look, stage: Stage) -> None:
    page = look(None).new_page()
    page.goto("/login")
    page.fill("#email", stage.cast["line"].email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    assert page.context.request.get("/index.json").status == 401
