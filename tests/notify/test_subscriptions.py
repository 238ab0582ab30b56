"""What a party subscribes to, and its secret: shown once, sealed, changed without a gap."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from landsea import journal as journals
from landsea import notify
from landsea.journal import NODE
from landsea.kernel import BadValue, NotAllowed, NotFound, Role
from landsea.notify import Subscribe, SubscriptionState
from landsea.notify.model import BadWebhookUrl, TooManyWebhooks, UnknownKind, WebhookNotActive, WebhookNotPaused
from landsea.notify.service.subscriptions import WEBHOOKS_MAX
from landsea.notify.wire.standard_webhooks import signature
from landsea.runtime import explain
from tests.notify.world import URL, World
from tests.support import people


def signatures(world: World) -> set[str]:
    return set(dict(world.receiver.sent[-1].headers)["webhook-signature"].split())


def expected(world: World, secret: str) -> str:
    """As a receiver computes it, from the secret it was shown."""
    sent = world.receiver.sent[-1]
    headers = dict(sent.headers)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return signature(key, headers["webhook-id"], int(headers["webhook-timestamp"]), sent.body)


def test_a_subscription_is_its_partys_alone(world: World) -> None:
    made, _ = world.subscribe()
    with world.journal.view(world.shipper.actor) as view:
        assert notify.list_subscriptions(view) == [made]
    with world.journal.view(world.buyer.actor) as view:
        assert notify.list_subscriptions(view) == []
        with pytest.raises(NotFound):
            notify.get_subscription(view, made.id)
        with pytest.raises(NotFound):
            notify.list_deliveries(view, made.id)
    for act in (notify.pause, notify.resume, notify.delete):
        with pytest.raises(NotFound):
            world.act(act, made.id, who=world.buyer)
    for needs_courier in (notify.rotate_secret, notify.send_test):
        with pytest.raises(NotFound):
            world.act(needs_courier, world.courier, made.id, who=world.buyer)
    assert world.subscription(made.id) == made


def test_a_viewer_sees_webhooks_and_changes_none(world: World) -> None:
    made, _ = world.subscribe()
    viewer = people.make_user(world.journal, world.shipper.party, Role.VIEWER)
    assert world.subscription(made.id, viewer) == made
    with pytest.raises(NotAllowed):
        world.subscribe(viewer)
    for act in (notify.pause, notify.delete):
        with pytest.raises(NotAllowed):
            world.act(act, made.id, who=viewer)
    with pytest.raises(NotAllowed):
        world.act(notify.rotate_secret, world.courier, made.id, who=viewer)


def test_the_signature_is_made_with_the_secret_that_was_shown(world: World) -> None:
    _, secret = world.subscribe()
    world.move("A1")
    world.deliver()
    assert signatures(world) == {expected(world, secret)}
    assert dict(world.receiver.sent[-1].headers)["webhook-timestamp"] == str(int(world.clock.time.timestamp()))


def test_for_a_day_after_a_change_both_secrets_sign_and_then_only_the_new_one(world: World) -> None:
    made, old = world.subscribe()
    _, new = world.act(notify.rotate_secret, world.courier, made.id)
    world.move("A1")
    world.deliver()
    assert signatures(world) == {expected(world, old), expected(world, new)}
    world.clock.advance(timedelta(hours=24))
    world.move("A2")
    world.deliver()
    assert signatures(world) == {expected(world, new)}


def test_a_second_change_within_the_day_keeps_each_secret_its_own_day(world: World) -> None:
    made, first = world.subscribe()
    _, second = world.act(notify.rotate_secret, world.courier, made.id)
    world.clock.advance(timedelta(hours=20))
    _, third = world.act(notify.rotate_secret, world.courier, made.id)
    world.clock.advance(timedelta(hours=10))
    world.move("A1")
    world.deliver()
    assert signatures(world) == {expected(world, second), expected(world, third)}
    assert first not in (second, third)


def test_the_secret_is_nowhere_in_the_database(world: World) -> None:
    made, secret = world.subscribe()
    _, second = world.act(notify.rotate_secret, world.courier, made.id)
    world.move("A1")
    world.deliver()
    stored = b"\n".join(everything(world))
    assert URL.encode() in stored, "guards the search"
    for shown in (secret, second):
        text = shown.removeprefix("whsec_")
        key = base64.b64decode(text)
        assert not [one for one in (text.encode(), key, key.hex().encode()) if one in stored]


def everything(world: World) -> list[bytes]:
    from sqlalchemy import inspect, text

    found = []
    with world.journal.database.read() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608  # our own tables
                found += [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row]
    return found


@pytest.mark.parametrize("kind", ["box-priced/1", "box-moved/9", "unknown.*", "*", "", "box", "boxes.", "BOX-MOVED/1"])
def test_a_kind_that_nobody_tells_of_is_refused(world: World, kind: str) -> None:
    with pytest.raises(UnknownKind) as refused:
        world.subscribe(None, "box-moved/1", kind)
    assert "boxes.*" in explain(refused.value, "en")
    assert "boxes.*" in explain(refused.value, "zh")


def test_no_kinds_at_all_are_refused(world: World) -> None:
    with pytest.raises(BadValue):
        world.act(notify.subscribe, world.courier, Subscribe(URL, (), "CN"))


@pytest.mark.parametrize("code", ["cn", "CHN", ""])
def test_the_receivers_jurisdiction_has_two_capital_letters(world: World, code: str) -> None:
    with pytest.raises(BadValue):
        world.subscribe(jurisdiction=code)


def test_a_refused_subscription_leaves_nothing(world: World) -> None:
    with world.journal.view(NODE) as view:
        before = journals.size(view)
    with pytest.raises(BadWebhookUrl):
        world.subscribe(url="https://10.0.0.8/hook")
    with world.journal.view(NODE) as view:
        assert journals.size(view) == before
    assert world.deliveries() == []


def test_a_party_has_a_limited_number_of_webhooks(world: World) -> None:
    for _ in range(WEBHOOKS_MAX):
        made, _ = world.subscribe(listen=False)
    with pytest.raises(TooManyWebhooks):
        world.subscribe()
    world.act(notify.delete, made.id)
    world.subscribe()


def test_what_is_paused_is_not_paused_again_and_what_is_active_not_resumed(world: World) -> None:
    made, _ = world.subscribe()
    with pytest.raises(WebhookNotPaused):
        world.act(notify.resume, made.id)
    assert world.act(notify.pause, made.id).state is SubscriptionState.PAUSED
    with pytest.raises(WebhookNotActive):
        world.act(notify.pause, made.id)


def test_a_deleted_webhook_does_not_exist(world: World) -> None:
    made, _ = world.subscribe()
    world.act(notify.delete, made.id)
    for act in (notify.pause, notify.resume, notify.delete):
        with pytest.raises(NotFound):
            world.act(act, made.id)


def test_the_kinds_are_listed_by_room(world: World) -> None:
    assert list(notify.list_kinds(world.courier)) == ["box-moved/1", "box-opened/2"]
