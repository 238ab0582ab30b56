"""Sending on several threads and from several processes, to real servers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from landsea import notify
from landsea.notify import Answer, Courier, Dispatcher, Posting, Subscribe
from landsea.notify.post import post
from landsea.runtime import SystemClock
from tests.notify.world import URL, BoxOpened, LocalServer, World, local_server
from tests.support.journals import open_journal


def real(world: World, seconds: float = 5.0) -> Courier:
    return replace(world.courier, post=post, clock=SystemClock(), seconds_max=seconds)


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_a_fact_reaches_a_real_server_with_a_signature_it_can_check(world: World, server: LocalServer) -> None:
    _, secret = world.subscribe(url=server.url)
    world.move("A1")
    world.listen()
    assert notify.deliver(world.journal, real(world)) == 1
    [(_, headers, body)] = server.got
    assert json.loads(body)["data"]["body"]["box"] == "A1"
    assert headers["webhook-signature"].startswith("v1,")
    assert secret.startswith("whsec_")
    [delivery] = world.deliveries()
    assert (delivery.state.value, delivery.code) == ("delivered", 200)


def test_a_slow_receiver_holds_up_nobody_but_itself(world: World, server: LocalServer) -> None:
    server.script.wait = 4.0
    with local_server() as quick:
        world.subscribe(world.shipper, url=server.url)
        world.subscribe(world.buyer, url=quick.url)
        world.append("box:x", BoxOpened("A1"))
        world.listen()
        dispatcher = Dispatcher(real(world), threads=2)
        began = time.monotonic()
        dispatcher.step(world.journal)
        until(lambda: len(quick.got) == 1)
        world.append("box:x", BoxOpened("A2"))
        world.listen()
        while len(quick.got) < 2:
            dispatcher.step(world.journal)
            time.sleep(0.05)
        assert time.monotonic() - began < 4.0, "the quick one was served twice while the slow one was waited for"
        assert len(server.got) == 1
        dispatcher.close()
    assert world.states() == ["delivered", "pending"]


def test_all_threads_busy_means_nothing_more_is_claimed(world: World) -> None:
    gate, begun = threading.Event(), threading.Semaphore(0)

    def wait(posting: Posting) -> Answer:
        begun.release()
        gate.wait(20)
        return Answer(200)

    for _ in range(3):
        world.subscribe()
    world.move("A1")
    world.listen()
    dispatcher = Dispatcher(replace(world.courier, post=wait), threads=2)
    for _ in range(3):
        dispatcher.step(world.journal)
    assert begun.acquire(timeout=10)
    assert begun.acquire(timeout=10)
    assert not begun.acquire(timeout=0.2)
    gate.set()
    until(lambda: world.states().count("delivered") == 2)
    dispatcher.step(world.journal)
    until(lambda: world.states().count("delivered") == 3)
    dispatcher.close()


def test_closing_ends_behind_the_request_under_way_and_sends_no_more(world: World) -> None:
    gate, begun = threading.Event(), threading.Event()

    def wait(posting: Posting) -> Answer:
        begun.set()
        gate.wait(20)
        return world.receiver(posting)

    world.subscribe()
    world.move("A1")
    world.move("A2")
    world.listen()
    dispatcher = Dispatcher(replace(world.courier, post=wait), threads=1)
    dispatcher.step(world.journal)
    assert begun.wait(10)
    closing = threading.Thread(target=dispatcher.close)
    closing.start()
    time.sleep(0.1)
    gate.set()
    closing.join(timeout=10)
    assert world.states() == ["delivered", "pending"]
    assert world.deliver() == 1, "the lane was given back"


def test_a_fault_of_the_program_while_sending_frees_its_thread(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.listen()
    world.receiver.answers = [RuntimeError("synthetic fault")]
    dispatcher = Dispatcher(world.courier, threads=1)
    dispatcher.step(world.journal)
    until(lambda: len(world.receiver.sent) == 1)
    world.subscribe(world.buyer)
    world.append("box:x", BoxOpened("A2"))
    world.listen()
    while len(world.receiver.sent) < 2:
        dispatcher.step(world.journal)
        time.sleep(0.05)
    dispatcher.close()


@pytest.mark.parametrize("processes", [3])
def test_processes_that_race_send_each_fact_once_and_in_order(world: World, processes: int) -> None:
    for who in (world.shipper, world.buyer):
        for _ in range(3):
            command = Subscribe(URL, ("box-opened",), "CN")
            world.journal.run(who.actor, lambda work, one=command: notify.subscribe(work, world.courier, one))  # type: ignore[misc]
    for number in range(12):
        world.append("box:x", BoxOpened(f"A{number:02}"))
    journals = [open_journal(world.journal) for _ in range(processes)]

    def serve(number: int) -> int:
        notify.listen(journals[number], world.courier)
        return notify.deliver(journals[number], world.courier)

    with ThreadPoolExecutor(processes) as pool:
        assert sum(pool.map(serve, range(processes))) == 72
    for one in journals:
        one.database.close()
    assert len(set(world.receiver.ids)) == 72
    by_webhook: dict[str, list[str]] = {}
    order = {one.id: one.subscription for who in (world.shipper, world.buyer) for one in world.deliveries(who)}
    for id, box in zip(world.receiver.ids, world.receiver.boxes, strict=True):
        by_webhook.setdefault(order.get(id, ""), []).append(box)
    assert sorted(by_webhook.pop("", [])) == []
    assert all(boxes == sorted(boxes) for boxes in by_webhook.values())
