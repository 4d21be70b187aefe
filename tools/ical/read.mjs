// Reads an iCalendar file from stdin with ical.js and prints what it found as
// JSON, in the shape that e2e.Calendar names.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const text = (c, name) => c.getFirstPropertyValue(name)?.toString() ?? "";

const events = calendar.getAllSubcomponents("vevent").map((c) => {
  const zone = c.getFirstProperty("dtstart").getParameter("tzid") ?? "";
  if (zone && !ICAL.TimezoneService.has(zone)) throw new Error(`no VTIMEZONE for ${zone}`);
  const event = new ICAL.Event(c);
  return {
    uid: event.uid,
    sequence: event.sequence ?? 0,
    status: text(c, "status"),
    summary: text(c, "summary"),
    description: text(c, "description"),
    location: text(c, "location"),
    url: text(c, "url"),
    zone,
    start: new Date(event.startDate.toUnixTime() * 1000).toISOString(),
    end: new Date(event.endDate.toUnixTime() * 1000).toISOString(),
    organizer: text(c, "organizer"),
    attendees: c.getAllProperties("attendee").map((p) => p.getFirstValue()),
    repeats: c.hasProperty("rrule"),
  };
});

console.log(JSON.stringify({ method: text(calendar, "method"), name: text(calendar, "x-wr-calname"), events }));
