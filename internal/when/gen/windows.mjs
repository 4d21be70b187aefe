// Writes ../windows.tsv: the name that Windows gives a time zone, and the zone
// of the IANA database that it stands for where nothing is said of a country.
//
//   npm pack cldr-core@48.0.0 && tar xzf cldr-core-48.0.0.tgz
//   node windows.mjs package/supplemental/windowsZones.json > ../windows.tsv
//
// Source: Unicode CLDR 48, supplemental/windowsZones (Unicode License v3).
import { readFileSync } from "node:fs";

const { windowsZones } = JSON.parse(readFileSync(process.argv[2], "utf8")).supplemental;
for (const { mapZone } of windowsZones.mapTimezones) {
  if (mapZone._territory === "001") console.log(`${mapZone._other}\t${mapZone._type}`);
}
