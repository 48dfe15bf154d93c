/**
 * Creates `vectors/*.json` from public test vectors, in the format of the tests. Takes the folder with clones of the
 * repositories named below: `node packages/verify/scripts/vectors.ts FOLDER`.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder that holds the clones.");
const out = path.join(import.meta.dirname, "..", "vectors");

function source(repository: string, below: string) {
  const root = path.join(folder ?? "", repository.split("/").at(-1) ?? "");
  const commit = execFileSync("git", ["-C", root, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  return {
    root: path.join(root, below),
    from: { repository: `https://github.com/${repository}`, commit, folder: below },
  };
}
const files = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
const json = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
const save = (name: string, value: unknown) =>
  writeFileSync(path.join(out, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);

const merkle = source("transparency-dev/merkle", "testdata");
const cases = (kind: string, names: readonly string[]) =>
  files(path.join(merkle.root, kind)).map((file) => {
    const found = json(file);
    return {
      what: path.relative(merkle.root, file).replace(/\.json$/, ""),
      ...Object.fromEntries(names.map((name) => [name, found[name] ?? []])),
      valid: found["wantErr"] === false,
    };
  });
save("merkle", {
  from: merkle.from,
  inclusion: cases("inclusion", ["leafIdx", "treeSize", "leafHash", "root", "proof"]),
  consistency: cases("consistency", ["size1", "size2", "root1", "root2", "proof"]),
});

const tiles = source("transparency-dev/tessera", "testdata");
const builder = readFileSync(path.join(tiles.root, "build_log.sh"), "utf8");
const log = path.join(tiles.root, "log");
save("tiles", {
  from: tiles.from,
  key: /LOG_PUBLIC_KEY="([^"]+)"/.exec(builder)?.[1],
  checkpoints: Object.fromEntries(
    readdirSync(log)
      .filter((name) => name.startsWith("checkpoint."))
      .map((name) => [name.slice("checkpoint.".length), readFileSync(path.join(log, name), "utf8")]),
  ),
  files: Object.fromEntries(
    files(path.join(log, "tile")).map((file) => [path.relative(log, file), readFileSync(file).toString("base64")]),
  ),
});

const canonical = source("cyberphone/json-canonicalization", "testdata");
save("canonical", {
  from: canonical.from,
  cases: Object.fromEntries(
    readdirSync(path.join(canonical.root, "input")).map((name) => [
      name,
      {
        input: readFileSync(path.join(canonical.root, "input", name), "utf8"),
        output: readFileSync(path.join(canonical.root, "output", name), "utf8"),
      },
    ]),
  ),
  numbers: [...readFileSync(path.join(canonical.root, "README.md"), "utf8").matchAll(/^([0-9a-f]{1,16}),(\S+)$/gm)].map(
    ([, ieee, text]) => [ieee, text],
  ),
});

const notes = source("C2SP/C2SP", "signed-note.md");
const spec = readFileSync(notes.root, "utf8");
const cosignatures = source("transparency-dev/formats", "note/note_cosigv1_test.go");
const goTest = readFileSync(cosignatures.root, "utf8");
save("notes", {
  from: [notes.from, cosignatures.from],
  key: /^ {4}(example\.com\/foo\+\S+)$/m.exec(spec)?.[1],
  note: /```\n(This is an example message[^`]+)```/.exec(spec)?.[1],
  keys: [...goTest.matchAll(/name:\s*"([^"]+)",\s*pubK:\s*"([^"]+)",(\s*wantErr: true)?/g)].map(
    ([, what, key, wrong]) => ({
      what,
      key,
      valid: wrong === undefined,
    }),
  ),
  timestamp: {
    base64: /Base64: "(ZGhG[^"]+)"/.exec(goTest)?.[1],
    seconds: Number(/time\.Unix\((\d+), 0\)/.exec(goTest)?.[1]),
  },
});
