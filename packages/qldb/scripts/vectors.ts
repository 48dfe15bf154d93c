/**
 * Creates `vectors/*.json` from public test data, in the format of the tests. Takes the folder with clones of the
 * repositories named below: `node packages/qldb/scripts/vectors.ts FOLDER`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder that holds the clones.");

function source(repository: string, file: string) {
  const root = path.join(folder ?? "", repository.split("/").at(-1) ?? "");
  const commit = execFileSync("git", ["-C", root, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  return {
    text: readFileSync(path.join(root, file), "utf8"),
    from: { repository: `https://github.com/${repository}`, commit, file },
  };
}
const save = (name: string, value: unknown) =>
  writeFileSync(path.join(import.meta.dirname, "../vectors", `${name}.json`), `${JSON.stringify(value, null, 2)}\n`);

/** The structs in an Ion file, each as its text without comments. Strings, blobs and comments may contain braces. */
function structs(text: string): string[] {
  const token =
    /\/\/.*|\/\*[^]*?\*\/|\{\{[\w+/=\s]*\}\}|'''[^]*?'''|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[{}]|[^{}"'/]+|\//g;
  const found: string[] = [];
  let [depth, struct] = [0, ""];
  for (const [one] of text.matchAll(token)) {
    if (one.startsWith("//") || one.startsWith("/*")) continue;
    if (one === "{") depth++;
    if (depth > 0) struct += one;
    if (one !== "}" || --depth > 0) continue;
    found.push(struct);
    struct = "";
  }
  return found;
}
const hex = (bytes: string) => bytes.replaceAll(/0x|\s/g, "");
/** The expected result of a hash function: the last of the calls that the test lists. */
const expected = (struct: string, algorithm: string) => {
  const list = new RegExp(`${algorithm}:\\(([^]*?digest::\\([^)]*\\)\\s*)\\)`).exec(struct)?.[1];
  const last = list && [...list.matchAll(/digest::\(([^)]*)\)/g)].at(-1)?.[1];
  return last === undefined ? {} : { [algorithm]: hex(last) };
};

const ionHash = source("amazon-ion/ion-hash-test", "ion_hash_tests.ion");
save("ion-hash", {
  from: ionHash.from,
  cases: structs(ionHash.text).map((struct) => ({
    ion: /^\{\s*ion:\s*([^]*?),?\s*expect:/.exec(struct)?.[1]?.trim().replace(/,$/, ""),
    binary: /^\{\s*'10n':\s*\(([^)]*)\)/.exec(struct)?.slice(1).map(hex)[0],
    ...expected(struct, "identity"),
    ...expected(struct, "md5"),
  })),
});

// The fixtures changed a name so that the hash is wrong; the block's statement has the hashed name.
const dmv = source("aws-samples/amazon-qldb-streams-dmv-sample-lambda-python", "tests/unit/fixtures.py");
const unescape = (python: string) => python.replaceAll("\\\\", "\\");
const literal = (name: string) => unescape(new RegExp(`${name} = """([^]*?)"""\n`).exec(dmv.text)?.[1] ?? "");
save("block", {
  from: dmv.from,
  changed: { FirstName: "Testing new 600", version: 0 },
  summary: literal("PERSON_BLOCK_SUMMARY_ION"),
  revision: literal("person_revision_details_ion")
    .replace('""" + str(revision_version) + """', "0")
    .replace('FirstName: "Nova"', 'FirstName: "Testing new 600"'),
});
