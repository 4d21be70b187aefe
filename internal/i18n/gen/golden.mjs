// Writes ../testdata/intl.json: what Intl itself prints for the listed locales,
// to compare with what the Go package prints from its tables. The numerals and
// the calendar are those of the locale. Usage: node internal/i18n/gen/golden.mjs

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TAGS = 'en-US en-GB en-IN de-DE es-ES es-MX fr-FR fr-CA hi-IN pt-BR pt-PT ru-RU ar-EG ar-IQ ar-SA ar-MA ar-AE'.split(' ');
const TIMES = ['2026-03-03T19:30', '2027-11-30T00:05', '2026-05-01T12:00', '2028-02-29T09:07'];
const NUMBERS = [0, 7, 12, 999, 1000, 12345, 100000, 1234567, -42];
const COUNTS = [0, 1, 2, 3, 5, 10, 11, 12, 14, 19, 20, 21, 22, 25, 99, 100, 101, 102, 103, 111, 112, 1000, 1000000, 1000001, 2000000];

const plain = (s) => s.replace(/[\u2009\u202f\u00a0]/g, ' ');
const nobreak = (s) => s.replace(/[\u2009\u202f]/g, '\u00a0');

const out = { source: `ICU ${process.versions.icu}, CLDR ${process.versions.cldr}, by gen/golden.mjs`, times: TIMES, numbers: NUMBERS, counts: COUNTS, locales: {} };
for (const tag of TAGS) {
  const t = tag + '-u-ca-gregory';
  const date = (o) => TIMES.map((d) => plain(new Intl.DateTimeFormat(t, { timeZone: 'UTC', ...o }).format(new Date(d + 'Z'))));
  const short = { day: 'numeric', month: 'short' }, year = { year: 'numeric' };
  const rel = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const range = (o, b) => plain(new Intl.DateTimeFormat(t, { timeZone: 'UTC', ...o }).formatRange(new Date('2026-03-03T19:30Z'), new Date(b + 'Z')));
  out.locales[tag] = {
    short: date(short), day: date({ weekday: 'short', ...short }), longDay: date({ weekday: 'long', day: 'numeric', month: 'long' }),
    plain: date({ ...short, ...year }), medium: date({ weekday: 'short', ...short, ...year }), long: date({ dateStyle: 'full' }),
    monthYear: date({ month: 'long', ...year }),
    time24: date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), time12: date({ hour: 'numeric', minute: '2-digit', hourCycle: 'h12' }),
    numbers: NUMBERS.map((n) => nobreak(new Intl.NumberFormat(tag).format(n))),
    half: nobreak(new Intl.NumberFormat(tag).format(1234567.5)),
    percent: nobreak(new Intl.NumberFormat(tag, { style: 'percent' }).format(0.42)),
    plural: COUNTS.map((n) => new Intl.PluralRules(tag).select(n)),
    list: [['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D']].map((l) => new Intl.ListFormat(tag).format(l)),
    or: new Intl.ListFormat(tag, { type: 'disjunction' }).format(['A', 'B', 'C']),
    days: [-5, -1, 0, 1, 3, 11, 21].map((n) => nobreak(rel.format(n, 'day'))),
    weekdays: Array.from({ length: 7 }, (_, i) => new Intl.DateTimeFormat(t, { timeZone: 'UTC', weekday: 'long' }).format(Date.UTC(2026, 2, 1 + i))),
    spanMonth: range({ ...short, ...year }, '2026-03-05T00:00'), spanYear: range({ ...short, ...year }, '2026-04-05T00:00'),
    twelve: new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions().hour12,
    week: new Intl.Locale(tag).weekInfo.firstDay % 7,
    french: new Intl.DisplayNames(tag, { type: 'language' }).of('fr'), india: new Intl.DisplayNames(tag, { type: 'region' }).of('IN'),
  };
}
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'testdata', 'intl.json'), JSON.stringify(out, null, 1) + '\n');
