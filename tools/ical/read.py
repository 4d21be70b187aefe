"""Reads an iCalendar file from stdin with python-icalendar and prints what it
found as JSON, in the shape that e2e.Calendar names. It takes the hours of a
zone from its own zone data, not from the file's VTIMEZONE."""
import json
import sys
from datetime import timezone

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())


def text(component, name):
    value = component.get(name)
    return "" if value is None else str(value)


def instant(value):
    return value.dt.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def listed(value):
    if value is None:
        return []
    return [str(v) for v in (value if isinstance(value, list) else [value])]


events = []
for c in calendar.walk("VEVENT"):
    if c.errors:
        raise SystemExit(f"errors in {text(c, 'UID')}: {c.errors}")
    events.append({
        "uid": text(c, "UID"),
        "sequence": int(c.get("SEQUENCE", 0)),
        "status": text(c, "STATUS"),
        "summary": text(c, "SUMMARY"),
        "description": text(c, "DESCRIPTION"),
        "location": text(c, "LOCATION"),
        "url": text(c, "URL"),
        "zone": c["DTSTART"].params.get("TZID", ""),
        "start": instant(c["DTSTART"]),
        "end": instant(c["DTEND"]),
        "organizer": text(c, "ORGANIZER"),
        "attendees": listed(c.get("ATTENDEE")),
        "repeats": "RRULE" in c,
    })

print(json.dumps({"method": text(calendar, "METHOD"), "name": text(calendar, "X-WR-CALNAME"), "events": events}))
