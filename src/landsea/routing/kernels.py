"""The inner loops: plain functions over columns of integers (`arrays`), lists or numpy arrays alike.

They run as they are, or compiled (`compiled`): one source, so both give the same answers. They allocate nothing, call
nothing but each other, and use only what numba understands.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import TypeAlias

In: TypeAlias = Sequence[int]
Out: TypeAlias = MutableSequence[int]

NEVER = 1 << 30
SHUT = -NEVER
BARRED = SHUT - 1
FAR = 1 << 60
IMPOSSIBLE = 1 << 40
DAY = 1440
ORIGIN = -1
MOVED = -2
"""In a step or `via`: move number m is written MOVED - m."""


def opened(gate_first: In, gate_opens: In, gate_closes: In, node: int, minute: int) -> int:
    """The first minute, not before the one given, at which the node is open; `NEVER` after its last hours."""
    low, end = gate_first[node], gate_first[node + 1]
    if low == end or minute >= NEVER:
        return minute
    high = end
    while low < high:
        middle = (low + high) // 2
        if gate_closes[middle] > minute:
            high = middle
        else:
            low = middle + 1
    if low == end:
        return NEVER
    return max(minute, gate_opens[low])


def lower_bound(column: In, low: int, high: int, value: int) -> int:
    """The first position in [low, high) of a rising column whose entry is not below the value, or `high`."""
    while low < high:
        middle = (low + high) // 2
        if column[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def spread(
    node: int, at: Out, via: Out, stack: Out, waiting: Out,
    move_first: In, move_to: In, move_minutes: In, gate_first: In, gate_opens: In, gate_closes: In,
) -> None:  # fmt: skip
    """Moves cargo on from a node as far as transfers bring it earlier than known."""
    stack[0] = node
    top = 1
    while top > 0:
        top -= 1
        here = stack[top]
        waiting[here] = 0
        for move in range(move_first[here], move_first[here + 1]):
            there = move_to[move]
            minute = opened(gate_first, gate_opens, gate_closes, there, at[here] + move_minutes[move])
            if minute < at[there]:
                at[there] = minute
                via[there] = MOVED - move
                if waiting[there] == 0:
                    waiting[there] = 1
                    stack[top] = there
                    top += 1


def first_from(table: Sequence[In], minute: int) -> int:
    """The first connection of a table that does not leave before the minute."""
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        if table[middle][0] < minute:
            low = middle + 1
        else:
            high = middle
    return low


def scan(
    latest: int, documents: int, mass: int, papered: int, starts: In, minutes: In, targets: In,
    table: Sequence[In], row: In, document: In, vgm: In, at: Out, via: Out, rode_from: Out,
    base: int, boarded: Out, stack: Out, waiting: Out,
    move_first: In, move_to: In, move_minutes: In, gate_first: In, gate_opens: In, gate_closes: In,
) -> int:  # fmt: skip
    """Connection scan (Dibbelt, Pajor, Strasser, Wagner 2013): earliest minutes at all nodes, into `at`.

    `table` holds departure, trip, origin, by, release and to of each connection. Stops when no target can improve (with
    none: after `latest`). `via` says by which connection or move a node is reached, `rode_from` at which connection its
    trip was boarded. `boarded` says it by trip, as `base` and the connection; what is below `base` is not of this scan.
    Papers are in time for what leaves from `papered` on. Returns how many connections were looked at.
    """
    soonest = NEVER
    for n in range(len(starts)):  # by number: compiled, walking over an array costs more than a connection does
        at[starts[n]] = minutes[n]
        soonest = min(soonest, minutes[n])
    for n in range(len(starts)):
        spread(
            starts[n], at, via, stack, waiting, move_first, move_to, move_minutes, gate_first, gate_opens, gate_closes
        )
    best = latest
    for n in range(len(targets)):
        best = min(best, at[targets[n]])
    first = first_from(table, soonest)
    for c in range(first, len(table)):
        one = table[c]
        if one[0] >= best:
            return c - first
        run = one[1]
        if boarded[run] < base:
            if at[one[2]] > one[3]:
                continue
            if one[0] < papered and (one[0] < documents + document[row[c]] or one[0] < mass + vgm[row[c]]):
                continue
            boarded[run] = base + c
        elif one[3] == BARRED:
            boarded[run] = -1
            continue
        there = one[5]
        if one[4] < at[there]:
            at[there] = one[4]
            via[there] = c
            rode_from[there] = boarded[run] - base
            if move_first[there] < move_first[there + 1]:
                spread(
                    there, at, via, stack, waiting, move_first, move_to, move_minutes,
                    gate_first, gate_opens, gate_closes,
                )  # fmt: skip
            for n in range(len(targets)):
                best = min(best, at[targets[n]])
    return len(table) - first


def bounds(
    teu: int, row_first: In, useful: In, arrival: In, departure: In, unload: In, lead: In, board: In, alight: In,
    out: In, into: In, cost: In, co2e: In, load_cost: In, unload_cost: In, fee: In, load_co2e: In, unload_co2e: In,
    move_from: In, move_to: In, move_minutes: In, move_cost: In, move_co2e: In,
    minutes_left: Out, cost_left: Out, co2e_left: Out, rides_left: Out,
) -> None:  # fmt: skip
    """Least minutes, cost, CO2e and rides from every node to the targets (where the columns hold 0, elsewhere `FAR`),
    without the clock: no waiting, no closed gate. Rounds of relaxation, each row backwards.
    """
    changed = True
    while changed:
        changed = False
        for move in range(len(move_from)):
            a, b = move_from[move], move_to[move]
            if move_minutes[move] >= NEVER or minutes_left[b] >= FAR:
                continue
            if minutes_left[b] + move_minutes[move] < minutes_left[a]:
                minutes_left[a] = minutes_left[b] + move_minutes[move]
                changed = True
            if cost_left[b] + teu * move_cost[move] < cost_left[a]:
                cost_left[a] = cost_left[b] + teu * move_cost[move]
                changed = True
            if co2e_left[b] + teu * move_co2e[move] < co2e_left[a]:
                co2e_left[a] = co2e_left[b] + teu * move_co2e[move]
                changed = True
            if rides_left[b] < rides_left[a]:
                rides_left[a] = rides_left[b]
                changed = True
        for variant in range(len(row_first) - 1):
            minutes = spent = burnt = rides = FAR
            for row in range(row_first[variant + 1] - 2, row_first[variant] - 1, -1):
                if useful[row] == 0:
                    minutes = spent = burnt = rides = FAR
                    continue
                after = row + 1
                minutes += departure[after] - arrival[after]
                if alight[after] != 0 and minutes_left[into[after]] < FAR:
                    node = into[after]
                    minutes = min(minutes, unload[after] + minutes_left[node])
                    spent = min(spent, teu * unload_cost[after] + cost_left[node])
                    burnt = min(burnt, teu * unload_co2e[after] + co2e_left[node])
                    rides = min(rides, rides_left[node])
                if minutes >= FAR:
                    minutes = FAR
                    continue
                minutes += arrival[after] - departure[row]
                spent += teu * (cost[after] - cost[row])
                burnt += teu * (co2e[after] - co2e[row])
                if board[row] == 0:
                    continue
                node = out[row]
                if lead[row] + minutes < minutes_left[node]:
                    minutes_left[node] = lead[row] + minutes
                    changed = True
                if teu * load_cost[row] + fee[row] + spent < cost_left[node]:
                    cost_left[node] = teu * load_cost[row] + fee[row] + spent
                    changed = True
                if teu * load_co2e[row] + burnt < co2e_left[node]:
                    co2e_left[node] = teu * load_co2e[row] + burnt
                    changed = True
                if 1 + rides < rides_left[node]:
                    rides_left[node] = 1 + rides
                    changed = True


# Columns of a label, in a flat pool: LABEL * number + column.
MINUTE, COST, CO2E, RIDES, RISK, DELAY, NODE, PARENT, STEP, ALIGHT, RUN, NEXT, QUEUED, ALIVE = range(14)
LABEL = 14
FULL = -1


def hopeless(
    pool: In, found: In, count: int, minute: int, cost: int, co2e: int, rides: int, risk: int,
    slack_minute: int, slack_cost: int, slack_co2e: int, slack_risk: int,
) -> bool:  # fmt: skip
    """Whether something found is, within the slack, at least as good as all this can still become."""
    for n in range(count):
        label = LABEL * found[n]
        if (
            pool[label + MINUTE] <= minute + slack_minute
            and pool[label + COST] <= cost + slack_cost
            and pool[label + CO2E] <= co2e + slack_co2e
            and pool[label + RIDES] <= rides
            and pool[label + RISK] <= risk + slack_risk
        ):
            return True
    return False


def storage(rate: int, free: int, waited: int) -> int:
    """Per TEU, for every day begun beyond the free time."""
    over = waited - free
    if over <= 0 or rate == 0:
        return 0
    return rate * ((over + DAY - 1) // DAY)


def admit(
    pool: Out, label: int, bag: Out, teu: int, exposed: In, grace: In, no_worse: In, delays: int,
    slack_minute: int, slack_cost: int, slack_co2e: int, slack_risk: int,
) -> bool:  # fmt: skip
    """Puts a label into the bag of its node unless one there is at least as good for whatever follows; removes those
    it beats.

    Cargo that came earlier may pay more storage for the same departure: for each day begun between the two, at the
    dearest place it may have been moved to (`exposed`). That much it must be cheaper, but for a time of `grace`.
    """
    new = LABEL * label
    node = pool[new + NODE]
    before = -1
    other = bag[node]
    while other >= 0:
        old = LABEL * other
        after = pool[old + NEXT]
        apart = pool[new + MINUTE] - pool[old + MINUTE]
        if apart + slack_minute >= 0:
            extra = 0
            if apart > grace[node] and pool[old + RIDES] > 0:
                extra = teu * exposed[node] * ((apart - grace[node] + DAY - 1) // DAY)
            if (
                pool[old + COST] + extra <= pool[new + COST] + slack_cost
                and pool[old + CO2E] <= pool[new + CO2E] + slack_co2e
                and pool[old + RIDES] <= pool[new + RIDES]
                and pool[old + RISK] <= pool[new + RISK] + slack_risk
                and no_worse[pool[old + DELAY] * delays + pool[new + DELAY]] != 0
            ):
                return False
        if apart <= 0:
            extra = 0
            if -apart > grace[node] and pool[new + RIDES] > 0:
                extra = teu * exposed[node] * ((-apart - grace[node] + DAY - 1) // DAY)
            if (
                pool[new + COST] + extra <= pool[old + COST]
                and pool[new + CO2E] <= pool[old + CO2E]
                and pool[new + RIDES] <= pool[old + RIDES]
                and pool[new + RISK] <= pool[old + RISK]
                and no_worse[pool[new + DELAY] * delays + pool[old + DELAY]] != 0
            ):
                pool[old + ALIVE] = 0
                if before < 0:
                    bag[node] = after
                else:
                    pool[LABEL * before + NEXT] = after
                other = after
                continue
        before = other
        other = after
    pool[new + NEXT] = bag[node]
    bag[node] = label
    return True


def risk_of(quantile_first: In, quantiles: In, risks: In, delay: int, slack: int) -> int:
    """-ln of the chance that this delay is not above the slack, in millionths. `risks` has one entry more for each
    delay than `quantiles`, and so lies `delay` further on.
    """
    low, high = quantile_first[delay], quantile_first[delay + 1]
    first = low
    while low < high:
        middle = (low + high) // 2
        if quantiles[middle] <= slack:
            low = middle + 1
        else:
            high = middle
    return risks[first + delay + low - first]


def search(
    pool: Out, room: int, bag: Out, found: Out, queue: Out, queue_zero: int, queue_minutes: int, latest: int,
    teu: int, rides_max: int, patience: int, deadline: int, origins: In, origin_minutes: In, is_target: In,
    slack_minute: int, slack_cost: int, slack_co2e: int, slack_risk: int,
    near_minute: int, near_cost: int, near_co2e: int, near_risk: int,
    minutes_left: In, cost_left: In, co2e_left: In, rides_left: In,
    board_first: In, boards: In, cell: In, runs: In, last: In, variant: In, trip: In, starts: In, need: In, row_departure: In,
    fixed_by: In, by: In, release: In, into: In, alight: In, delay: In, cost: In, co2e: In, load_cost: In, unload_cost: In,
    fee: In, load_co2e: In, unload_co2e: In, rate: In, free: In, exposed: In, grace: In,
    move_first: In, move_to: In, move_minutes: In, move_cost: In, move_co2e: In,
    gate_first: In, gate_opens: In, gate_closes: In,
    quantile_first: In, quantiles: In, risks: In, no_worse: In, delays: int,
) -> int:  # fmt: skip
    """Label setting over (arrival, cost, CO2e, rides, risk), in the order of the earliest arrival still possible.

    Fills `found` (its last entry holds the count) with labels at targets, none of which beats another. Every journey
    is within the slack of one of them, and within multiples of `near`, by which labels at one node are compared.
    Labels board the first `patience` runs that take them, and further ones while the connection is less safe than the
    slack allows; all, if it is negative. Returns the number of labels, or `FULL` if the room in the pool was not enough.
    """
    count = 0
    answers = 0
    limit = len(found) - 1
    for n in range(len(origins)):
        node = origins[n]
        if rides_left[node] >= FAR or origin_minutes[n] + minutes_left[node] > latest:
            continue
        new = LABEL * count
        pool[new + MINUTE] = origin_minutes[n]
        for column in range(COST, DELAY + 1):
            pool[new + column] = 0
        pool[new + NODE] = node
        pool[new + PARENT] = pool[new + STEP] = ORIGIN
        pool[new + ALIVE] = 1
        slot = (origin_minutes[n] + minutes_left[node] - queue_zero) // queue_minutes
        pool[new + QUEUED] = queue[slot]
        queue[slot] = count
        pool[new + NEXT] = bag[node]
        bag[node] = count
        count += 1
    for slot in range(len(queue)):
        while queue[slot] >= 0:
            number = queue[slot]
            here = LABEL * number
            queue[slot] = pool[here + QUEUED]
            node = pool[here + NODE]
            if pool[here + ALIVE] == 0 or hopeless(
                pool, found, answers, pool[here + MINUTE] + minutes_left[node], pool[here + COST] + cost_left[node],
                pool[here + CO2E] + co2e_left[node], pool[here + RIDES] + rides_left[node], pool[here + RISK],
                slack_minute, slack_cost, slack_co2e, slack_risk,
            ):  # fmt: skip
                continue
            minute = pool[here + MINUTE]
            ways = move_first[node + 1] - move_first[node] + board_first[node + 1] - board_first[node]
            for way in range(ways):
                move = move_first[node] + way
                row = run = end = 0
                if move < move_first[node + 1]:
                    row = MOVED - move
                    end = 1
                else:
                    row = boards[board_first[node] + move - move_first[node + 1]]
                    if pool[here + RIDES] > rides_max - 1:
                        continue
                    base = cell[row]
                    end = runs[row]
                    run = lower_bound(fixed_by, base, base + end, minute) - base
                    trips = trip[variant[row]]
                    run = max(run, lower_bound(starts, trips, trips + end, need[row] - row_departure[row]) - trips)
                taken = 0
                while run < end:
                    spent, burnt = pool[here + COST], pool[here + CO2E]
                    risk, waits = pool[here + RISK], 0
                    leave = 0
                    if row >= 0:
                        if by[cell[row] + run] < minute:
                            run += 1
                            continue
                        leave = starts[trip[variant[row]] + run] + row_departure[row]
                        if leave > latest:
                            break
                        if pool[here + RIDES] > 0:
                            waits = risk_of(
                                quantile_first, quantiles, risks, pool[here + DELAY], by[cell[row] + run] - minute
                            )
                            risk += waits
                            spent += teu * storage(rate[node], free[node], leave - minute)
                        spent += teu * (load_cost[row] - cost[row]) + fee[row]
                        burnt += teu * (load_co2e[row] - co2e[row])
                    hope = False
                    made = cut = 0
                    at = row
                    while risk < IMPOSSIBLE:
                        # one candidate for the move, or for each call ahead
                        there, arrives, total, grams = 0, NEVER, spent, burnt
                        if row < 0:
                            there = move_to[move]
                            arrives = opened(gate_first, gate_opens, gate_closes, there, minute + move_minutes[move])
                            total += teu * move_cost[move]
                            grams += teu * move_co2e[move]
                        else:
                            if last[at] != 0:
                                break
                            if by[cell[at] + run] == BARRED:
                                hope = True
                                cut = 1
                                break
                            at += 1
                            if alight[at] == 0:
                                continue
                            there = into[at]
                            arrives = release[cell[at] + run]
                            total += teu * (cost[at] + unload_cost[at])
                            grams += teu * (co2e[at] + unload_co2e[at])
                        if arrives >= NEVER:
                            hope = True
                            cut = 1
                        elif rides_left[there] < FAR and arrives + minutes_left[there] <= latest:
                            rides = pool[here + RIDES] + (1 if row >= 0 else 0)
                            late = delay[at] if row >= 0 else pool[here + DELAY]
                            sure = risk
                            if is_target[there] != 0 and deadline < NEVER:
                                sure += risk_of(quantile_first, quantiles, risks, late, deadline - arrives)
                            if (
                                rides + rides_left[there] <= rides_max
                                and sure < IMPOSSIBLE
                                and not hopeless(
                                    pool, found, answers, arrives + minutes_left[there], total + cost_left[there],
                                    grams + co2e_left[there], rides + rides_left[there], sure,
                                    slack_minute, slack_cost, slack_co2e, slack_risk,
                                )
                            ):  # fmt: skip
                                hope = True
                                made = 1
                                if count >= room or answers >= limit:
                                    return FULL
                                new = LABEL * count
                                pool[new + MINUTE] = arrives
                                pool[new + COST] = total
                                pool[new + CO2E] = grams
                                pool[new + RIDES] = rides
                                pool[new + RISK] = sure
                                pool[new + DELAY] = late
                                pool[new + NODE] = there
                                pool[new + PARENT] = number
                                pool[new + STEP] = row
                                pool[new + ALIGHT] = at
                                pool[new + RUN] = run
                                pool[new + ALIVE] = 1
                                if is_target[there] != 0:
                                    kept = 0
                                    for n in range(answers):
                                        old = LABEL * found[n]
                                        if not (
                                            arrives <= pool[old + MINUTE]
                                            and total <= pool[old + COST]
                                            and grams <= pool[old + CO2E]
                                            and rides <= pool[old + RIDES]
                                            and sure <= pool[old + RISK]
                                        ):
                                            found[kept] = found[n]
                                            kept += 1
                                    found[kept] = count
                                    answers = kept + 1
                                    count += 1
                                elif admit(
                                    pool, count, bag, teu, exposed, grace, no_worse, delays,
                                    near_minute, near_cost, near_co2e, near_risk,
                                ):  # fmt: skip
                                    slot_of = (arrives + minutes_left[there] - queue_zero) // queue_minutes
                                    slot_of = max(slot, slot_of)
                                    pool[new + QUEUED] = queue[slot_of]
                                    queue[slot_of] = count
                                    count += 1
                        if row < 0:
                            break
                    run += 1
                    taken += made * (1 - cut)
                    if row < 0 or (not hope and waits == 0) or (0 <= patience <= taken and waits <= slack_risk):
                        break
    found[limit] = answers
    return count
