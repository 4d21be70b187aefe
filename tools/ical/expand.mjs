// Reads an iCalendar file from stdin with ical.js and prints every time at which
// something takes place before the instant of its first argument, rules expanded
// by the library, as JSON in the shape that e2e.Happening names. Further arguments
// are zones of readers, whose clocks are those of the system's own data: what the
// library itself makes of an instant is wrong for some hours after a change.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const until = new Date(process.argv[2]).getTime() / 1000;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const masters = [], exceptions = [];
for (const c of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(c, { strictExceptions: true, exceptions: [] });
  (c.hasProperty("recurrence-id") ? exceptions : masters).push(event);
}
for (const e of exceptions) {
  const master = masters.find((m) => m.uid === e.uid);
  if (!master) throw new Error(`a date stands in for one of ${e.uid}, which is not there`);
  master.relateException(e);
}

const readers = process.argv.slice(3).map((zone) => [zone, new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })]);

const found = [];
const note = (event, start, end) => {
  if (start.toUnixTime() >= until) return;
  found.push({
    start: new Date(start.toUnixTime() * 1000).toISOString(),
    end: new Date(end.toUnixTime() * 1000).toISOString(),
    summary: event.summary,
    status: event.component.getFirstPropertyValue("status") ?? "",
    walls: Object.fromEntries(readers.map(([zone, clock]) => [zone, clock.format(start.toUnixTime() * 1000)])),
  });
};
for (const m of masters) {
  if (!m.isRecurring()) {
    note(m, m.startDate, m.endDate);
    continue;
  }
  const dates = m.iterator();
  for (let next = dates.next(); next && next.toUnixTime() < until + 86400 * 60; next = dates.next()) {
    const { item, startDate, endDate } = m.getOccurrenceDetails(next);
    note(item, startDate, endDate);
  }
}
console.log(JSON.stringify(found));
