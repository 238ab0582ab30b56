# %% [markdown]
# # A corridor in twenty minutes
#
# How an analyst looks at the network with `landsea` as a library. Run it whole (`python examples/analysis/corridor.py`) or cell
# by cell in an editor that knows `# %%`. The shipped network is illustrative: its published anchors are exact, its services assumed.

# %%
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from landsea import planner
from landsea.routing import Closed, NoRoute, Query

DAY = 1440
READY = datetime(2026, 11, 23, tzinfo=UTC)
NOW = READY - timedelta(days=2)
request = planner.PlanRequest("CNCKG", "SGSIN", READY, teu=2)

# %% [markdown]
# ## One question: Chongqing to Singapore, and what each way is worth

# %%
plan = planner.plan_on_shipped(request, NOW)
for one in plan.itineraries:
    modes = "-".join(leg.mode for leg in one.legs)
    sure = "" if one.prospects is None else f"{one.prospects.certain_permille / 10:5.1f} % hold"
    print(f"{one.number}  {one.arrival:%d %b %H:%M}  {one.cost}  {one.co2e_grams / 1e6:6.2f} t CO2e  {sure}  {modes}")

# %% [markdown]
# ## The engine itself: minutes and numbers
#
# A world is the network made ready for a window of time; its engine is `landsea.routing`, which knows nothing of files or databases.

# %%
world = planner.shipped_world(request)
ready = int(READY.timestamp()) // 60
query = Query(world.names["CNCKG"], world.names["SGSIN"], ready, teu=2)
print(f"{world.engine.timetable.connections:,} connections, {len(world.engine.timetable.stops)} facilities")

# %%
good_starts = world.engine.profile(query, ready + 14 * DAY)
print(f"{len(good_starts)} good starts in two weeks; the longest gap between two arrivals is", end=" ")
print(max(b - a for (_, a), (_, b) in pairwise(good_starts)) // 60, "hours")

# %% [markdown]
# ## How far does cargo get in ten days?

# %%
by_ten_days = replace(query, horizon_days=10)
arrivals = world.engine.arrivals(by_ten_days)
reached = {world.stops[stop].place for stop, minute in enumerate(arrivals) if minute <= ready + 10 * DAY}
print(f"{len(reached)} places in {len({place[:2] for place in reached})} countries and regions")

# %% [markdown]
# ## What if Qinzhou is closed for a fortnight?
#
# The corridor's sea leg starts there. The same question, with and without the port, by rail and sea alone.

# %%
by_land_and_sea = replace(query, without_modes=frozenset({"air"}))
closed = replace(by_land_and_sea, closures=(Closed("CNQZH", ready, ready + 14 * DAY),))
for name, asked in (("open", by_land_and_sea), ("closed", closed)):
    found = world.engine.earliest(asked)
    if isinstance(found, NoRoute):
        print(name, found.reasons)
        continue
    through = " > ".join(dict.fromkeys(world.stops[leg.to_stop].place_name for leg in found.legs))
    print(f"{name:6}  {(found.arrival_minute - ready) / DAY:5.2f} days through {through}")

# %% [markdown]
# ## Which ports would be missed most?
#
# Each port on the way to somewhere closed alone, and how many places then take a day longer or are lost.

# %%
usual = world.engine.arrivals(by_land_and_sea)
harm = {}
for place in ("CNQZH", "CNZJG", "SGSIN", "CNSHG", "HKHKG", "MYPKG"):
    if place not in world.names:
        continue
    without = replace(by_land_and_sea, closures=(Closed(place, ready, ready + 120 * DAY),))
    now = world.engine.arrivals(without)
    harm[place] = int(((now > usual + DAY) & (usual < ready + 120 * DAY)).sum())
for place, facilities in sorted(harm.items(), key=lambda item: -item[1]):
    print(f"{place}  {facilities} facilities a day later or lost")
