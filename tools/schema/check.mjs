// Checks JSON-LD against the types of schema.org as schema-dts has them: reads a
// JSON list of things from stdin, and prints a line for everything that does not
// fit its type, with the number of the thing in the list, from 0. The TypeScript compiler does the checking; nothing is fetched.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const things = JSON.parse(readFileSync(0, "utf8"));

// A type is named as it names itself; a graph is checked thing by thing.
const lines = [];
const types = new Set(["WithContext"]);
things.forEach((thing, n) => {
  const { "@graph": graph, ...rest } = thing;
  const context = { "@context": rest["@context"] };
  for (const part of graph ? graph.map((p) => ({ ...context, ...p })) : [thing]) {
    const type = String(part["@type"]).replace(/\W/g, "");
    types.add(type);
    lines.push(`const thing${lines.length}_${n}: WithContext<${type}> = ${JSON.stringify(part, null, 1)};`);
  }
});
const text = `import type { ${[...types].join(", ")} } from "schema-dts";\n${lines.join("\n")}\nexport {};\n`;

const here = join(dirname(fileURLToPath(import.meta.url)), "things.ts");
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.getSourceFile = (name, ...more) => (name === here ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...more));
host.fileExists = (name) => name === here || fileExists.call(host, name);
host.readFile = (name) => (name === here ? text : readFile.call(host, name));

const program = ts.createProgram([here], options, host);
for (const d of ts.getPreEmitDiagnostics(program)) {
  const before = text.slice(0, d.start ?? 0).match(/const thing\d+_\d+:/g) ?? [];
  const own = text.slice(d.start ?? 0, (d.start ?? 0) + (d.length ?? 0)).split("\n")[0];
  const name = /^thing\d+_\d+/.test(own) ? own : (before.at(-1) ?? "");
  console.log(`${name.match(/_(\d+)/)?.[1] ?? "?"} ${own}: ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`.replace(/\s+/g, " ").slice(0, 600));
}
