// Writes ../data/zones.tsv: the zones of the world's cities, their countries,
// their other names, and what the cities are called in the eight languages.
//
// Sources: zone.tab of the IANA time zone database (public domain) says which
// zones there are and in which country; CLDR's JSON packages (Unicode License
// v3) say the other names (cldr-bcp47) and the exemplar cities
// (cldr-dates-full). In an empty folder outside the repository:
//
//   npm install cldr-dates-full@48.2.0 cldr-bcp47@48.2.0
//   node …/internal/i18n/gen/zones.mjs THAT_FOLDER [/usr/share/zoneinfo]

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LANGS = ['en', 'de', 'es', 'fr', 'hi', 'pt', 'ru', 'ar'];
const [folder, zoneinfo = '/usr/share/zoneinfo'] = process.argv.slice(2);
const pkg = (name) => JSON.parse(readFileSync(join(folder, 'node_modules', name)));

const version = pkg('cldr-dates-full/package.json').version;
const names = Object.fromEntries(LANGS.map((l) =>
  [l, pkg(`cldr-dates-full/main/${l}/timeZoneNames.json`).main[l].dates.timeZoneNames.zone]));

// groups: every set of names that mean one zone.
const groups = Object.values(pkg('cldr-bcp47/bcp47/timezone.json').keyword.u.tz)
  .filter((z) => z && typeof z === 'object' && z._alias)
  .map((z) => ({ ids: z._alias.split(' '), iana: z._iana }));

// Links of the database that CLDR does not list.
const links = readFileSync(join(zoneinfo, 'tzdata.zi'), 'utf8').split('\n')
  .filter((l) => l.startsWith('L ')).map((l) => l.split(' ').slice(1));
const tzVersion = readFileSync(join(zoneinfo, 'tzdata.zi'), 'utf8').match(/version (\S+)/)[1];

const zones = readFileSync(join(zoneinfo, 'zone.tab'), 'utf8').split('\n')
  .filter((l) => l && l[0] !== '#').map((l) => l.split('\t')).map(([country, , zone]) => ({ country, zone }));
const ours = new Set(zones.map((z) => z.zone));

const exemplar = (lang, ids) => {
  for (const id of ids) {
    const city = id.split('/').reduce((o, k) => o?.[k], names[lang])?.exemplarCity;
    if (city) return city.replaceAll('\u00ad', ''); // soft hyphens
  }
};

const taken = new Set();
const rows = zones.sort((a, b) => a.zone < b.zone ? -1 : 1).map(({ country, zone }) => {
  const group = groups.find((g) => g.ids.includes(zone)) ?? { ids: [] };
  // If two of our zones share a group, its other names belong to the one that
  // the group names first.
  const head = group.iana ?? group.ids.find((id) => ours.has(id));
  const mine = !group.iana || head === zone || !ours.has(head);
  const aliases = new Set(mine ? group.ids.filter((id) => !ours.has(id)) : []);
  for (const [target, link] of links) if (target === zone && !ours.has(link)) aliases.add(link);
  const ids = [zone, ...group.ids];
  const en = exemplar('en', ids) ?? zone.split('/').at(-1).replaceAll('_', ' ');
  const cities = LANGS.map((l) => exemplar(l, ids) ?? en);
  const other = [...aliases].filter((a) => !taken.has(a)).sort();
  other.forEach((a) => taken.add(a));
  return [zone, country, other.join(' '), ...cities.map((c, i) => i > 0 && c === en ? '' : c)];
});

const head = `# zones and their cities: tzdata ${tzVersion}, CLDR ${version}, by gen/zones.mjs; zone, country, other names, then ${LANGS.join(' ')}; empty: as in English`;
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'data', 'zones.tsv'),
  [head, ...rows.map((r) => r.join('\t'))].join('\n') + '\n');
