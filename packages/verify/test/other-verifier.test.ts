import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { verify, type Trusted } from "../src/index.ts";
import type { CertificateVectors } from "./certificate-vectors.ts";
import {
  anyText,
  canonicalText,
  Erasable,
  keyText,
  makeCertificate,
  PLATFORM,
  type Parts,
} from "./make-certificate.ts";
import { buildOtherVerifier, runGo, VerdictRecorder } from "./other-verifier.ts";
import { chained, credentialed, hash, listed, redacted, short } from "./records.ts";
import { ed25519 } from "./signed-cases.ts";

const { certificates, cases } = JSON.parse(
  readFileSync(new URL("../vectors/certificates.json", import.meta.url), "utf8"),
) as CertificateVectors;

const folder = mkdtempSync(path.join(tmpdir(), "pegbar-other-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const other = buildOtherVerifier(folder);
if ("reason" in other) console.warn(other.reason);
const program = "program" in other ? other.program : "";

const record = (recorder: VerdictRecorder, text: string, file?: string, trusted?: Trusted): boolean => {
  const hashed = file === undefined ? undefined : { sha256: file };
  const { valid } = verify(text, hashed, trusted);
  recorder.add(text, hashed, trusted, valid);
  return valid;
};

test.skipIf("reason" in other)("is formatted, vetted, and passes the public vectors", { timeout: 120_000 }, () => {
  expect(runGo("gofmt", "-l", ".")).toBe("");
  runGo("go", "vet", "./...");
  const tested = runGo("go", "test", "-count=1", "-v", "./...");
  for (const name of ["TestCertificates/asset/a_space", "TestInclusion/inclusion/0/happy-path", "TestLimits"])
    expect(tested).toContain(`--- PASS: ${name} `);
});

test.skipIf("reason" in other)(
  "agrees on every vector, with and without keys and file",
  { timeout: 120_000 },
  async () => {
    const recorder = new VerdictRecorder();
    for (const { certificate, replace = [], trusted, file, valid } of cases) {
      const text = replace.reduce(
        (given, [from, to]) => given.replace(from, () => to),
        certificates[certificate] ?? "",
      );
      expect(record(recorder, text, file, trusted)).toBe(valid);
      record(recorder, text);
      record(recorder, text, "00".repeat(32), trusted);
    }
    expect(await recorder.disagreements(program)).toEqual([]);
  },
);

/** Replacement values, as a careless or malicious writer could use them. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    1,
    1.5,
    9007199254740991,
    "",
    "0",
    [],
    {},
    "shot",
    "asset",
    "00".repeat(32),
  ),
  fc.constantFrom(...Object.values(certificates)).map((text) => JSON.parse(text) as unknown),
  fc.jsonValue({ maxDepth: 2 }),
);

type Json = Record<string, unknown>;
/** All locations in a value, by path, including those in records, which are JSON in texts. */
function places(value: unknown, path: string[] = []): string[][] {
  const own = path.length > 0 ? [path] : [];
  if (typeof value === "string" && value.startsWith("{"))
    return [...own, ...places(JSON.parse(value), [...path, "JSON"])];
  if (typeof value !== "object" || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([name, item]) => places(item, [...path, name]))];
}

function changed(value: unknown, [name, ...rest]: string[], change: (parent: Json, name: string) => void): unknown {
  if (name === undefined) return value;
  if (name === "JSON") return anyText(changed(JSON.parse(String(value)), rest, change));
  const copy = structuredClone(value) as Json;
  if (rest.length === 0) change(copy, name);
  else copy[name] = changed(copy[name], rest, change);
  return copy;
}
test.skipIf("reason" in other)(
  "agrees on certificates with values changed, removed, added, duplicated and swapped",
  { timeout: 300_000 },
  async () => {
    const recorder = new VerdictRecorder();
    const bases = Object.values(certificates).filter((one) => one.length < 8000);
    const trusted = cases.find(({ certificate }) => certificate === "small")?.trusted;
    const base = fc.constantFrom(...bases);
    fc.assert(
      fc.property(
        base,
        fc.nat(),
        fc.nat(),
        odd,
        fc.constantFrom("set", "drop", "add", "swap", "double"),
        (from, at, with_, value, how) => {
          const certificate = JSON.parse(from) as unknown;
          const all = places(certificate);
          const place = all[at % all.length] ?? [];
          const partner = all[with_ % all.length] ?? [];
          const made = changed(certificate, place, (parent, name) => {
            if (how === "set") parent[name] = value;
            else if (how === "add" && !Array.isArray(parent)) parent[`${name}x`] = value;
            else if (Array.isArray(parent))
              parent.splice(Number(name), how === "drop" ? 1 : 0, ...(how === "drop" ? [] : [parent[Number(name)]]));
            else if (how === "drop") delete parent[name];
            else parent[name] = valueAt(certificate, partner);
          });
          record(recorder, anyText(made), undefined, trusted);
          record(recorder, anyText(made));
        },
      ),
      { numRuns: 1000, seed: 20261129 },
    );
    expect(recorder.count).toBe(2000);
    expect(recorder.accepted).toBeGreaterThan(10);
    expect(await recorder.disagreements(program)).toEqual([]);
  },
);

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, name) => (name === "JSON" ? JSON.parse(String(at)) : (at as Json)[name]), value);

test.skipIf("reason" in other)(
  "agrees on texts with characters changed, removed, added and moved",
  { timeout: 300_000 },
  async () => {
    const recorder = new VerdictRecorder();
    const signs = [
      ...'"\\{}[],:+-=./ \n\r\t\u00010129aAzZ\u2014\u00a0\u200b\ufeff\u{1F4A1}',
      "\\u0041",
      "\\u001f",
      "\\n",
      "\n\n",
      "\ud83d",
    ];
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 3 }), put: fc.constantFrom("", ...signs) });
    fc.assert(
      fc.property(
        fc.constantFrom(certificates["small"] ?? "", certificates["shot"] ?? "", certificates["asset"] ?? ""),
        fc.array(edit, { minLength: 1, maxLength: 2 }),
        (from, edits) => {
          let made = from;
          for (const { at, cut, put } of edits)
            made = made.slice(0, at % made.length) + put + made.slice((at % made.length) + cut);
          record(recorder, made);
        },
      ),
      { numRuns: 1500, seed: 20261130 },
    );
    expect(recorder.count).toBe(1500);
    expect(await recorder.disagreements(program)).toEqual([]);
  },
);

/** Values for commitments. */
const committable = fc.jsonValue().filter((value) => {
  try {
    return canonicalText(value) !== "";
  } catch {
    return false;
  }
});
/** Records that sometimes fit together; all of them are signed. */
const id = fc.constantFrom("ast_1", "ast_1", "ast_2");
const near = fc.nat({ max: 4 });
type Records = Parts["records"][number][];
const someRecord: fc.Arbitrary<Records[number]> = fc.oneof(
  fc
    .record({ id, number: near, previous: near })
    .map(({ id, number, previous }) => chained(id, number, previous === 0 ? null : previous - 1)),
  fc.record({ id, at: near }).map(({ id, at }) => credentialed(id, at)),
  fc
    .record({ id, value: committable })
    .map(({ id, value }) => short(id, { a: new Erasable(value), "~/": [new Erasable(1, true)] })),
  fc
    .record({ id, name: fc.constantFrom("assetId", "type", "chain", "output", "generatedLeaf"), value: odd })
    .map(({ id, name, value }) => short(id, { [name]: value })),
  fc.constant(redacted("ers_1")),
);
/** A correct chain, so that many certificates are valid. */
const whole: fc.Arbitrary<Records> = fc
  .nat({ max: 4 })
  .map((count) => [
    ...Array.from({ length: count }, (_, at) => chained(`ast_${at}`, at + 1, at === 0 ? null : at - 1)),
    listed(count, count === 0 ? null : count - 1),
  ]);
const someParts = fc.record({
  about: fc.constantFrom("asset", "shot"),
  records: fc.oneof<fc.Arbitrary<Records>[]>(
    fc.array(someRecord, { minLength: 1, maxLength: 3 }),
    fc
      .array(someRecord, { minLength: 1, maxLength: 3 })
      .map((records) => [...records, listed(records.length, records.length - 1)]),
    whole,
    fc.tuple(whole, someRecord, near).map(([records, one, at]) => records.toSpliced(at, 0, one)),
    fc.jsonValue().map((value) => [JSON.stringify({ assetId: "ast_1", value })]),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => [`{"assetId":"ast_1","n":${value}}`]),
    fc
      .tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }))
      .map(([one, two]) => [anyText({ assetId: "ast_1", s: { [one]: 1, [two]: two } })]),
  ),
  anchor: fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record({ size: odd }) },
    { weight: 1, arbitrary: fc.record({ origin: odd, root: odd }, { requiredKeys: [] }) },
  ),
  studioOrigin: fc.oneof(
    { weight: 9, arbitrary: fc.constant(`${PLATFORM}/1`) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1 }).map((end) => `${PLATFORM}/${end}`) },
  ),
});

test.skipIf("reason" in other)(
  "agrees on certificates that are signed, with any contents",
  { timeout: 300_000 },
  async () => {
    const recorder = new VerdictRecorder();
    const trusted = { log: [keyText(ed25519)] };
    fc.assert(
      fc.property(someParts, fc.nat(), fc.nat({ max: 20 }), (parts, file, left) => {
        const all = parts.records.map((_record, at) => at);
        const shown = all.length > 1 && left < all.length ? all.toSpliced(left, 1) : all;
        const made = makeCertificate({ ...parts, shown, log: [ed25519] });
        record(recorder, made, undefined, trusted);
        record(recorder, made, hash(`file of ast_${file % 4}`));
      }),
      { numRuns: 1500, seed: 20261201 },
    );
    expect(recorder.count).toBe(3000);
    expect(recorder.accepted).toBeGreaterThan(300);
    expect(await recorder.disagreements(program)).toEqual([]);
  },
);
