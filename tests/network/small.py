"""A small synthetic network in files: one train, one ship, two cities and a port, that tests change to see what follows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from landsea.network import Network
from landsea.network.wire.feed import parse_network

FILES: dict[str, str] = {
    "feed_info.csv": """\
feed_publisher_name,network_id,feed_version,name_en,name_zh,label_en,label_zh,currency,feed_start_date,feed_end_date
Tests,small,1,Small synthetic network,小型合成网络,Synthetic,合成,USD,20260101,20271231
""",
    "sources.csv": """\
source_id,title,publisher,date,url,licence
own,Made for tests,Tests,2026,,Apache-2.0
""",
    "agency.csv": """\
agency_id,agency_name,agency_timezone
cn,Synthetic trains,Asia/Shanghai
""",
    "places.csv": """\
code,name_en,name_zh,country,lat,lon,timezone,kind,basis,source
CNCKG,Chongqing,重庆,CN,29.5630,106.5530,Asia/Shanghai,city,assumed,own
CNQZH,Qinzhou,钦州,CN,21.9500,108.6200,Asia/Shanghai,port,assumed,own
SGSIN,Singapore,新加坡,SG,1.2900,103.8520,Asia/Singapore,port,assumed,own
""",
    "aliases.csv": """\
alias,code,reason_en,reason_zh
CNCQI,CNCKG,city,城市
""",
    "stops.csv": """\
stop_id,stop_name,stop_name_zh,stop_lat,stop_lon,stop_timezone,place,facility_type,open,customs,customs_minutes,import_minutes,export_minutes
CNCKG-R,Tuanjiecun,团结村,29.6300,106.3700,Asia/Shanghai,CNCKG,rail,,Mo-Fr 08:00-18:00,240,240,360
CNQZH-R,Qinzhou Port East,钦州港东站,21.7250,108.6800,Asia/Shanghai,CNQZH,rail,,,0,240,240
CNQZH-S,Qinzhou terminal,钦州港码头,21.6830,108.6470,Asia/Shanghai,CNQZH,sea,,,0,480,480
SGSIN-S,Singapore terminals,新加坡港码头,1.2390,103.8320,Asia/Singapore,SGSIN,sea,Mo-Su 06:00-22:00,,0,480,480
""",
    "tariffs.csv": """\
tariff_id,name,fixed_per_teu,per_teu_1000km,per_kg,document_fee
rail,Rail,6000,42000,0,3000
""",
    "routes.csv": """\
route_id,agency_id,route_long_name,route_long_name_zh,mode,tariff_id,emission_basis,distance_kind,basis,source
RAIL,cn,Train Chongqing-Qinzhou,班列 重庆—钦州,rail,rail,,actual,assumed,own
SEA,cn,Ship Qinzhou-Singapore,航线 钦州—新加坡,sea,rail,,SFD,assumed,own
""",
    "calendar.csv": """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
daily,1,1,1,1,1,1,1,20260101,20271231
mon-thu,1,0,0,1,0,0,0,20260101,20271231
""",
    "calendar_dates.csv": """\
service_id,date,exception_type
mon-thu,20261126,2
mon-thu,20261127,1
""",
    "trips.csv": """\
route_id,service_id,trip_id,trip_headsign,direction_id,capacity_teu
RAIL,daily,TRAIN,Qinzhou,0,100
SEA,mon-thu,SHIP,Singapore,0,1800
""",
    "stop_times.csv": """\
trip_id,stop_sequence,stop_id,arrival_time,departure_time,pickup_type,drop_off_type,shape_dist_traveled,cargo_cutoff_minutes,document_cutoff_minutes,customs_cutoff_minutes
TRAIN,1,CNCKG-R,20:00:00,20:00:00,0,1,0,,720,360
TRAIN,2,CNQZH-R,62:00:00,62:00:00,1,0,1218,,,
SHIP,1,CNQZH-S,18:00:00,20:00:00,0,1,0,720,1440,480
SHIP,2,SGSIN-S,107:30:00,127:30:00,0,0,2508.5,720,1440,
SHIP,3,CNQZH-S,215:00:00,215:00:00,1,0,5017,,,
""",
    "transfers.csv": """\
from_stop_id,to_stop_id,transfer_type,min_transfer_time,mode,distance_km,cost,emission_basis
CNQZH-R,CNQZH-S,2,5400,road,12,4000,
""",
}


def files(**changed: str) -> dict[str, bytes]:
    """The files as bytes; `stops="..."` replaces one, by its name without ending."""
    texts = FILES | {f"{name}.csv": text for name, text in changed.items()}
    return {name: text.encode() for name, text in texts.items()}


def with_columns(name: str, header: str, *cells: str) -> str:
    """The file with more columns: their names, and the cells of each row."""
    lines = FILES[f"{name}.csv"].rstrip("\n").split("\n")
    assert len(cells) == len(lines) - 1
    return "\n".join(f"{line},{more}" for line, more in zip(lines, (header, *cells), strict=True)) + "\n"


def edited(name: str, old: str, new: str) -> dict[str, bytes]:
    """The files with the first `old` in one of them replaced."""
    text = FILES[f"{name}.csv"]
    assert old in text, f"{old!r} is not in {name}"
    return files(**{name: text.replace(old, new, 1)})


def small(changed: Mapping[str, bytes] | None = None) -> Network:
    content = changed or files()
    return parse_network(content, hashlib.sha256(repr(sorted(content.items())).encode()).hexdigest())
