"""Reads an iCalendar file from stdin with python-icalendar and prints every
time at which something takes place before the instant of its first argument,
rules expanded by python-dateutil in wall time, as JSON in the shape that
e2e.Happening names. Further arguments are zones of readers. It takes the hours
of all zones from its own zone data."""
import json
import sys
from datetime import datetime, timezone

import pytz
from dateutil.rrule import rrulestr
from icalendar import Calendar

until = datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00"))
events = [c for c in Calendar.from_ical(sys.stdin.buffer.read()).walk("VEVENT")]
found = []


def note(event, start, length):
    at = start.astimezone(timezone.utc)
    if at >= until:
        return
    found.append({
        "start": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "end": (at + length).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "summary": str(event.get("SUMMARY", "")),
        "status": str(event.get("STATUS", "")),
        "walls": {zone: at.astimezone(pytz.timezone(zone)).strftime("%Y-%m-%d %H:%M") for zone in sys.argv[2:]},
    })


def length(event):
    return event["DTEND"].dt.astimezone(timezone.utc) - event["DTSTART"].dt.astimezone(timezone.utc)


def walls(event, name):
    """The wall times of a property that may stand several times."""
    value = event.get(name, [])
    for each in value if isinstance(value, list) else [value]:
        for date in each.dts:
            yield date.dt.replace(tzinfo=None)


def at(zone, wall):
    """The instant of a wall time in the zone of a start: the first of two."""
    named = getattr(zone, "zone", None)
    if named:
        return pytz.timezone(named).localize(wall, is_dst=True)
    return wall.replace(tzinfo=zone)


instead = {(str(e["UID"]), e["RECURRENCE-ID"].dt.replace(tzinfo=None)): e for e in events if "RECURRENCE-ID" in e}
for e in events:
    if "RECURRENCE-ID" in e:
        note(e, e["DTSTART"].dt, length(e))
    elif "RRULE" not in e:
        note(e, e["DTSTART"].dt, length(e))
    else:
        start = e["DTSTART"].dt
        rule = {k: list(v) for k, v in e["RRULE"].items()}
        for i, last in enumerate(rule.get("UNTIL", [])):
            rule["UNTIL"][i] = last.astimezone(start.tzinfo).replace(tzinfo=None)
        text = ";".join(f"{k}={','.join(v.strftime('%Y%m%dT%H%M%S') if isinstance(v, datetime) else str(v) for v in vs)}" for k, vs in rule.items())
        left_out = set(walls(e, "EXDATE"))
        horizon = until.astimezone(start.tzinfo).replace(tzinfo=None)
        for wall in rrulestr(text, dtstart=start.replace(tzinfo=None)).between(datetime.min, horizon, inc=True):
            if wall not in left_out and (str(e["UID"]), wall) not in instead:
                note(e, at(start.tzinfo, wall), length(e))

print(json.dumps(found))
