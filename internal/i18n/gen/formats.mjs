// Writes ../data/formats.json, ../data/languages.tsv and ../data/regions.tsv:
// how dates, times, numbers, lists and spans of time are written, and what
// languages and countries are called, in the eight languages.
//
// Source: ECMAScript Intl with full ICU, that is Unicode CLDR (Unicode
// License v3). Run it with a node that has full ICU and commit the result; the
// files name the versions. Usage: node internal/i18n/gen/formats.mjs
//
// Every region of the world is asked for every language, and what is alike is
// written once: "variants" holds the differing tables of a language, "regions"
// says which country uses which. The first variant is the language's own; the
// others hold only what differs from it.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LANGS = ['en', 'de', 'es', 'fr', 'hi', 'pt', 'ru', 'ar'];
// The region that is meant where nobody named one. English without a region
// reads as in Britain, Arabic as in the standard without a country.
const HOME = { en: 'GB', de: 'DE', es: 'ES', fr: 'FR', hi: 'IN', pt: 'BR', ru: 'RU', ar: '001' };
const DATA = join(dirname(fileURLToPath(import.meta.url)), '..', 'data');

// House choices where CLDR is uneven in itself: British English has "Tue 3 Mar"
// but "Tue, 3 Mar 2026".
const OVERRIDES = { 'en-GB': { medium: 'E d MMM y', long: 'EEEE d MMMM y' } };

const DAY = 86400e3;
const at = (y, m, d, h = 0, min = 0) => new Date(Date.UTC(y, m - 1, d, h, min));

// Thin and narrow spaces are missing in the fonts of old telephones and hard to
// search for. In dates they become plain spaces, in numbers no-break spaces.
const plain = (s) => s.replace(/[\u2009\u202f\u00a0]/g, ' ');
const nobreak = (s) => s.replace(/[\u2009\u202f]/g, '\u00a0');

function regionCodes() {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const list = [];
  const A = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const a of A) for (const b of A) {
    const code = a + b;
    // Not countries: unions, outlying and private codes, and codes that are
    // only older names of another.
    if (['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB'].includes(code)) continue;
    if (Intl.getCanonicalLocales('und-' + code)[0] !== 'und-' + code) continue;
    if (names.of(code)) list.push(code);
  }
  return list;
}

const fmt = (tag, o = {}) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...o });

// pattern turns the parts of a formatted date into a pattern of field letters.
// Letters that are meant literally stand between apostrophes.
function pattern(tag, o, long) {
  const parts = fmt(tag, o).formatToParts(at(2026, 3, 3, 19, 5));
  return parts.map((p) => field(p, long)).join('');
}

function field(p, long) {
  switch (p.type) {
    case 'weekday': return long ? 'EEEE' : 'E';
    case 'day': return p.value === '03' ? 'dd' : 'd';
    case 'month': return /^\d+$/.test(p.value) ? (p.value === '03' ? 'MM' : 'M') : long ? 'MMMM' : 'MMM';
    case 'year': return 'y';
    case 'literal': return literal(plain(p.value));
    default: throw new Error('what is a ' + p.type);
  }
}

const literal = (s) => /[A-Za-z]/.test(s) ? "'" + s + "'" : s;

// interval does the same for a span of days; the second time a field comes up
// it belongs to the end.
function interval(tag, o, a, b) {
  const parts = fmt(tag, o).formatRangeToParts(a, b);
  return parts.map((p) => p.type === 'literal' ? literal(plain(p.value)) : field({ ...p, value: p.value.replace(/^0./, '03') }, false)).join('');
}

const must = (ok, what) => { if (!ok) throw new Error(what); };
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const part = (parts, type) => parts.find((p) => p.type === type)?.value;

function months(tag, o, long) {
  return Array.from({ length: 12 }, (_, i) =>
    part(fmt(tag, o).formatToParts(at(2026, i + 1, 3)), 'month'));
}

function weekdays(tag, o) {
  return Array.from({ length: 7 }, (_, i) => part(fmt(tag, o).formatToParts(at(2026, 3, 1 + i)), 'weekday')); // 1 March 2026 is a Sunday
}

// dash returns what stands between the two ends of a range, if that is a dash
// and not a word.
function dash(tag, o, a, b) {
  const parts = fmt(tag, o).formatRangeToParts(a, b);
  const last = parts.findLastIndex((p) => p.source === 'startRange');
  const s = plain(parts[last + 1].value);
  return /^ ?[–-] ?$/.test(s) ? s : ' – ';
}

function dates(tag) {
  const t = tag + '-u-ca-gregory-nu-latn';
  const short = { day: 'numeric', month: 'short' };
  const tue = at(2026, 3, 3, 19, 30);
  const h12 = { hour: 'numeric', minute: '2-digit', hour12: true };
  const h23 = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  // One locale (fr-CM) prints no marker at all; it gets its language's.
  const marked = part(fmt(t, h12).formatToParts(tue), 'dayPeriod') ? t : t.slice(0, 2);
  const time = (t, o, hour) => fmt(t, o).formatToParts(at(2026, 3, 3, 9, 5)).map((p) =>
    ({ hour, minute: 'mm', dayPeriod: 'a' })[p.type] ?? literal(plain(p.value))).join('');
  const both = fmt(t, { weekday: 'short', ...short, ...h23 }).formatToParts(tue);
  const hour = both.findIndex((p) => p.type === 'hour');
  must(both[hour - 1].type === 'literal', tag + ': the time does not follow the date');

  const monthLong = months(t, { month: 'long', year: 'numeric' });
  must(same(weekdays(t, { weekday: 'long' }), weekdays(t, { dateStyle: 'full' })), tag + ': weekdays bend in a date');
  const monthFormat = months(t, { ...short, year: 'numeric' });
  const monthShort = months(t, { month: 'short' });
  return {
    monthLong,
    monthShort,
    monthLongFormat: months(t, { day: 'numeric', month: 'long', year: 'numeric' }),
    monthShortFormat: /^\d/.test(monthFormat[0]) ? monthShort : monthFormat,
    weekdayLong: weekdays(t, { weekday: 'long' }),
    weekdayShort: weekdays(t, { weekday: 'short' }),
    weekdayShortFormat: weekdays(t, { weekday: 'short', ...short }),
    short: pattern(t, short),
    day: pattern(t, { weekday: 'short', ...short }),
    longDay: pattern(t, { weekday: 'long', day: 'numeric', month: 'long' }, true),
    plain: pattern(t, { ...short, year: 'numeric' }),
    medium: pattern(t, { weekday: 'short', ...short, year: 'numeric' }),
    long: pattern(t, { dateStyle: 'full' }, true),
    monthYear: pattern(t, { month: 'long', year: 'numeric' }, true).replace('MMMM', 'LLLL'),
    inMonth: interval(t, { ...short, year: 'numeric' }, at(2026, 3, 3), at(2026, 3, 5)),
    inYear: interval(t, { ...short, year: 'numeric' }, at(2026, 3, 3), at(2026, 4, 5)),
    glue: plain(both[hour - 1].value),
    time12: time(marked, h12, 'h'),
    time24: time(t, h23, 'HH'),
    am: plain(part(fmt(marked, h12).formatToParts(at(2026, 3, 3, 9)), 'dayPeriod')),
    pm: plain(part(fmt(marked, h12).formatToParts(at(2026, 3, 3, 21)), 'dayPeriod')),
    dash12: dash(t, h12, tue, at(2026, 3, 3, 21, 30)),
    dash24: dash(t, h23, tue, at(2026, 3, 3, 21, 30)),
  };
}

function numbers(tag) {
  const nu = new Intl.NumberFormat(tag).resolvedOptions().numberingSystem;
  const parts = new Intl.NumberFormat(tag).formatToParts(-1234567.5);
  const groups = new Intl.NumberFormat(tag).formatToParts(1234567).filter((p) => p.type === 'integer').map((p) => p.value.length);
  // The sign may carry an invisible mark of direction.
  const shape = (o, n) => nobreak(new Intl.NumberFormat(tag, o).formatToParts(n).map((p) => p.type === 'integer' ? '0' : p.value).join(''));
  return {
    digits: nu === 'latn' ? '' : Array.from({ length: 10 }, (_, i) => new Intl.NumberFormat(tag).format(i)).join(''),
    decimal: parts.find((p) => p.type === 'decimal').value,
    group: nobreak(parts.find((p) => p.type === 'group').value),
    indian: groups.length === 3 && groups[1] === 2,
    minGroup: new Intl.NumberFormat(tag).formatToParts(1234).some((p) => p.type === 'group') ? 4 : 5,
    minus: shape({}, -1).replace('0', ''),
    percent: shape({ style: 'percent' }, 0.01),
  };
}

// forms asks for a pattern per plural category.
function forms(lang, render) {
  const rules = new Intl.PluralRules(lang);
  const out = {};
  for (const n of [...Array(201).keys(), 1000000]) {
    const c = rules.select(n);
    if (!(c in out)) out[c] = render(n);
  }
  out.other ??= out.many; // ru: only fractions are "other"
  return out;
}

const numberless = (parts) => nobreak(parts.map((p) => p.type === 'integer' ? '{n}' : p.type === 'group' ? '' : p.value).join('')).replace(/(\{n\})+/, '{n}');

function spans(lang) {
  const tag = lang + '-u-nu-latn';
  const unit = (u, unitDisplay) => forms(lang, (n) => numberless(new Intl.NumberFormat(tag, { style: 'unit', unit: u, unitDisplay }).formatToParts(n)));
  const rel = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
  const auto = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const out = { today: auto.format(0, 'day'), tomorrow: auto.format(1, 'day'), yesterday: auto.format(-1, 'day'), now: auto.format(0, 'second') };
  for (const u of ['minute', 'hour', 'day', 'week']) {
    out[u] = {
      long: unit(u, 'long'), short: unit(u, 'short'),
      future: forms(lang, (n) => numberless(rel.formatToParts(n, u))),
      past: forms(lang, (n) => numberless(rel.formatToParts(-n || -0, u))),
    };
  }
  return out;
}

function list(lang, type) {
  const f = new Intl.ListFormat(lang, { type, style: 'long' });
  const between = (items) => f.formatToParts(items).filter((p) => p.type === 'literal').map((p) => p.value);
  const pair = between(['A', 'B']), four = between(['A', 'B', 'C', 'D']);
  must(pair.length === 1 && four.length === 3, lang + ': a list that brackets its items');
  return { pair: pair[0], middle: four[0], last: four[2] };
}

// less returns what of b differs from a.
const less = (a, b) => Object.fromEntries(Object.entries(b).filter(([k, v]) => !same(a[k], v)));

function language(lang, regions) {
  const table = (region) => {
    let tag = lang + '-' + region;
    // Where CLDR has no English of the country's own, international English is
    // understood by more people than "Mar 3".
    if (lang === 'en' && region !== 'US' && fmt(tag).resolvedOptions().locale === 'en') tag = 'en-001';
    return { ...dates(tag), ...numbers(tag), ...OVERRIDES[tag] };
  };
  const homeTag = lang + '-' + HOME[lang], home = table(HOME[lang]);
  const variants = [home], uses = [''];
  const byRegion = {};
  for (const region of regions) {
    const diff = less(home, table(region));
    const text = JSON.stringify(diff);
    if (text === '{}') continue;
    let i = uses.indexOf(text);
    if (i < 0) { i = uses.push(text) - 1; variants.push(diff); }
    (byRegion[i] ??= []).push(region);
  }
  return {
    variants, regions: Object.fromEntries(Object.entries(byRegion).map(([i, r]) => [i, r.join(' ')])),
    and: list(homeTag, 'conjunction'), or: list(homeTag, 'disjunction'), unit: list(homeTag, 'unit'), spans: spans(lang),
  };
}

// habits says where people count hours to twelve and when weeks start. English,
// Spanish, Hindi and Arabic go by the country. German, French, Portuguese and
// Russian have no words of their own for "am" and "pm": they read 24 hours even
// in New York, unless their locale for the country says otherwise.
function habits(regions) {
  const byCountry = ['en', 'es', 'hi', 'ar'];
  const twelve = (lang, r) => byCountry.includes(lang)
    ? new Intl.Locale(lang + '-' + r).hourCycles[0] === 'h12'
    : fmt(lang + '-' + r, { hour: 'numeric' }).resolvedOptions().hour12;
  const weeks = { 0: [], 6: [], 5: [] };
  for (const r of regions) {
    const first = new Intl.Locale('und-' + r).weekInfo.firstDay % 7;
    if (first !== 1) weeks[first].push(r);
  }
  return {
    clock12: Object.fromEntries(LANGS.map((l) => [l, regions.filter((r) => twelve(l, r)).join(' ')])),
    weekStarts: Object.fromEntries(Object.entries(weeks).map(([d, r]) => [d, r.join(' ')])),
  };
}

function tsv(name, head, rows) {
  writeFileSync(join(DATA, name), [head, ...rows].map((r) => (Array.isArray(r) ? r.join('\t') : r) + '\n').join(''));
}

const source = `ICU ${process.versions.icu}, CLDR ${process.versions.cldr}`;
const regions = [...regionCodes(), '001'];

// One line per table: short, and a change can be read.
const lines = (o, depth) => depth === 0 || typeof o !== 'object' ? JSON.stringify(o)
  : Array.isArray(o) ? '[\n' + o.map((v) => lines(v, depth - 1)).join(',\n') + ']'
  : '{\n' + Object.entries(o).map(([k, v]) => JSON.stringify(k) + ':' + lines(v, depth - 1)).join(',\n') + '}';

writeFileSync(join(DATA, 'formats.json'), lines({
  source: source + ', by gen/formats.mjs',
  habits: habits(regions),
  languages: Object.fromEntries(LANGS.map((l) => [l, language(l, regions)])),
}, 4) + '\n');

// Names. Empty cells repeat the English one.
const named = (type, code, lang) => new Intl.DisplayNames(lang, { type, fallback: 'none' }).of(code) ?? '';
const row = (type, code) => {
  const names = LANGS.map((l) => named(type, code, l));
  return names.map((n, i) => i > 0 && n === names[0] ? '' : n);
};

tsv('regions.tsv', `# country names: ${source}, by gen/formats.mjs; code, then ${LANGS.join(' ')}; empty: as in English`,
  regions.filter((r) => r !== '001').map((r) => [r, ...row('region', r)]));

const languageCodes = () => {
  const a = 'abcdefghijklmnopqrstuvwxyz', list = [];
  for (const x of a) for (const y of a) list.push(x + y);
  for (const x of a) for (const y of a) for (const z of a) list.push(x + y + z);
  list.push('zh-Hans', 'zh-Hant');
  const known = (c) => named('language', c, 'en');
  // Two letters: all. Three letters: those in which interfaces exist, that is
  // those that can name themselves, and the sign languages.
  return list.filter((c) => Intl.getCanonicalLocales(c)[0] === c && known(c) && c !== 'und'
    && (c.length === 2 || c.includes('-') || ['sgn', 'ase'].includes(c) || Intl.DisplayNames.supportedLocalesOf(c).length > 0));
};
const own = (c) => Intl.DisplayNames.supportedLocalesOf(c).length ? named('language', c, c) : '';
tsv('languages.tsv', `# language names: ${source}, by gen/formats.mjs; code, own name, then ${LANGS.join(' ')}; empty: as in English`,
  languageCodes().map((c) => [c, own(c), ...row('language', c)]));
