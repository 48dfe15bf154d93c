import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSigner } from "@pegbar/core/adapter";
import type { Actor } from "@pegbar/core/actor.ts";
import { tx } from "@pegbar/core/database";
import * as Ledger from "@pegbar/core/ledger";
import type { AssetGenerated } from "@pegbar/core/ledger/record.ts";
import { sequence } from "@pegbar/core/ledger/sequence.ts";
import type { Signer } from "@pegbar/core/port";
import { formatVerifierKey, verify, type Certificate } from "@pegbar/verify";
import { freshStudios, type Studios } from "./setup/studio.ts";

let studios: Studios;
let lumen: Actor;
let orrery: Actor;
let dir: string;
let signer: Signer;
let logKey: string;

beforeAll(async () => {
  studios = await freshStudios();
  [lumen, orrery] = await Promise.all([studios.member("lumen", "artist"), studios.member("orrery", "artist")]);
  dir = mkdtempSync(path.join(tmpdir(), "pegbar-ledger-"));
  signer = fileSigner("pegbar.test/log", path.join(dir, "key.pem"));
  logKey = formatVerifierKey(signer.name, signer.publicKey);
});
afterAll(async () => {
  await studios.drop();
  rmSync(dir, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
const run = (by: Signer = signer) => studios.asPlatform("sequencer", () => sequence(by));

/** An event about a picture with these bytes. */
function event(picture: Uint8Array): Omit<AssetGenerated, "eventId"> {
  return {
    type: "asset.generated",
    schema: 1,
    assertedAt: "2026-01-02T03:04:05.000Z",
    show: "HARBOR",
    sequence: "sq010",
    shot: "sh010",
    user: { id: "mem_1", name: "Noa Lindqvist", email: "noa@lumen.example" },
    job: { id: "job_1", attempt: 1 },
    workflow: { slug: "paint-text", version: 3, sha256: sha256("workflow") },
    graphSha256: sha256("graph"),
    generation: {
      prompts: ["a lamp \u{1F4A1} in the fog"],
      negativePrompts: ["blurry"],
      seeds: ["18446744073709551615"],
      samplers: [{ nodeId: "3", classType: "KSampler", settings: { steps: 20, cfg: 7.5, ancestral: false } }],
    },
    models: [{ fileName: "preview.safetensors", kind: "checkpoint", sha256: sha256("model"), licence: "Apache-2.0" }],
    inputs: [{ sha256: sha256("input"), filename: "layout.png" }],
    runtime: { comfyuiVersion: "test", imageDigest: "test", gpu: "none" },
    asset: { id: "ast_1", name: "paint", version: 1, position: 0 },
    output: { sha256: sha256(picture), bytes: picture.length, contentType: "image/png" },
  };
}
const newId = () => `ast_${randomBytes(8).toString("hex")}`;
async function intend(actor: Actor, id = newId(), picture: Uint8Array = randomBytes(40)) {
  await studios.as(actor, () => tx((open) => Ledger.intend(open, id, event(picture))));
  return { id, picture };
}
const certificateOf = (actor: Actor, id: string, waitMs = 0) =>
  studios.as(actor, () => Ledger.certificate(id, waitMs, logKey));
async function proven(actor: Actor = lumen) {
  const made = await intend(actor);
  await run();
  return { ...made, certificate: await certificateOf(actor, made.id) };
}
const tenantOf = (actor: Actor) => (actor.type === "member" ? actor.tenantId : "");
const refusal = (certificate: unknown, picture: Uint8Array, key: string | undefined = logKey) => {
  const verdict = verify(typeof certificate === "string" ? certificate : JSON.stringify(certificate), picture, key);
  return verdict.valid ? undefined : verdict.reason;
};
const copy = (certificate: Certificate): Certificate => structuredClone(certificate);

describe("sequencing", () => {
  test("intents of both studios become leaves, each in its own log, each proven", async () => {
    const made = [];
    for (let i = 0; i < 7; i++) made.push({ actor: lumen, ...(await intend(lumen)) });
    for (let i = 0; i < 4; i++) made.push({ actor: orrery, ...(await intend(orrery)) });
    await run();
    const origins = new Map<string, Set<string>>();
    for (const { actor, id, picture } of made) {
      const verdict = verify(JSON.stringify(await certificateOf(actor, id)), picture, logKey);
      expect(verdict).toMatchObject({ valid: true, record: { eventId: id, output: { sha256: sha256(picture) } } });
      if (verdict.valid) origins.set(tenantOf(actor), (origins.get(tenantOf(actor)) ?? new Set()).add(verdict.origin));
    }
    const names = [...origins.values()].flatMap((found) => [...found]);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).not.toContain(tenantOf(lumen));
    expect(await studios.database.admin()`select 1 from intent`).toHaveLength(0);
  });

  test("another studio sees neither record nor certificate", async () => {
    const { id } = await proven(lumen);
    await expect(certificateOf(orrery, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(certificateOf(lumen, newId())).rejects.toMatchObject({ code: "not_found" });
  });

  test("a certificate is pending, and comes while one waits", async () => {
    const { id, picture } = await intend(lumen);
    await expect(certificateOf(lumen, id)).rejects.toMatchObject({ code: "certificate_pending", retryAfterSeconds: 1 });
    const waiting = certificateOf(lumen, id, 10_000);
    const begun = performance.now();
    await run();
    expect(refusal(await waiting, picture)).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  test("an event intended twice is one leaf; with other contents the first stands, with an alarm", async () => {
    const { id, picture } = await intend(lumen);
    await intend(lumen, id, picture);
    await run();
    await intend(lumen, id, picture);
    await run();
    await intend(lumen, id, randomBytes(9));
    await run();
    expect(await studios.database.admin()`select position from leaf where event_id = ${id}`).toHaveLength(1);
    expect(refusal(await certificateOf(lumen, id), picture)).toBeUndefined();
    expect(studios.logged.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      expect.stringContaining("recorded twice"),
    ]);
  });

  test("a death between append and signature: what is stored is signed later, unchanged", async () => {
    const { id, picture } = await intend(lumen);
    const admin = studios.database.admin();
    const head = async () => {
      const [row] = await admin`select size, root, signed_size from log where tenant_id = ${tenantOf(lumen)}`;
      return { size: Number(row?.["size"]), root: String(row?.["root"]), signed: Number(row?.["signed_size"]) };
    };
    const dying: Signer = { ...signer, sign: () => Promise.reject(new Error("the power went")) };
    await expect(run(dying)).rejects.toThrow("the power went");
    const stored = await head();
    expect(stored.signed).toBeLessThan(stored.size);
    await expect(certificateOf(lumen, id)).rejects.toMatchObject({ code: "certificate_pending" });
    await run();
    expect(await head()).toEqual({ ...stored, signed: stored.size });
    expect(refusal(await certificateOf(lumen, id), picture)).toBeUndefined();
  });

  test("two sequencers at once never fork a log", async () => {
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 8 }, (_, i) => intend(i % 2 ? lumen : orrery)));
      await Promise.all([run(), run(), intend(lumen), run()]);
    }
    await run();
    const admin = studios.database.admin();
    const forks = await admin`
      select tenant_id, size from checkpoint group by 1, 2 having count(distinct root) > 1 or count(*) > 1`;
    expect(forks).toHaveLength(0);
    const logs = await admin`
      select g.size, g.signed_size, count(l.*)::int as leaves, count(distinct l.event_id)::int as events,
        max(l.position)::int as last from log g join leaf l using (tenant_id) group by g.tenant_id, g.size, g.signed_size`;
    expect(logs).toHaveLength(2);
    for (const { size, signed_size: signed, leaves, events, last } of logs)
      expect([signed, leaves, events, Number(last) + 1].map(Number)).toEqual(Array(4).fill(Number(size)));
    const heads = await admin`
      select count(*)::int as n from checkpoint c join log g on g.tenant_id = c.tenant_id and g.size = c.size and g.root = c.root`;
    expect(heads[0]?.["n"]).toBe(2);
  });

  test("proofs stay valid while the log grows, and old certificates too", async () => {
    const kept: { id: string; picture: Uint8Array; certificate: Certificate }[] = [];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.nat(), async (more, pick) => {
        const made = await Promise.all(Array.from({ length: more }, () => intend(lumen)));
        await run();
        for (const one of made) kept.push({ ...one, certificate: await certificateOf(lumen, one.id) });
        const one = kept[pick % kept.length];
        if (!one) throw new Error("nothing is kept");
        expect(refusal(one.certificate, one.picture)).toBeUndefined();
        const fresh = await certificateOf(lumen, one.id);
        expect(refusal(fresh, one.picture)).toBeUndefined();
        expect(fresh.proof.leafIndex).toBe(one.certificate.proof.leafIndex);
      }),
      { numRuns: 25 },
    );
    for (const { certificate, picture } of kept) expect(refusal(certificate, picture)).toBeUndefined();
  });

  test("nobody but the sequencer's role can sequence, and it cannot read jobs", async () => {
    await intend(lumen);
    await expect(studios.asPlatform("dispatch", () => sequence(signer))).rejects.toThrow();
    await expect(studios.database.raw("sequencer")`select * from job`).rejects.toThrow(/permission denied/);
    await expect(studios.database.raw("sequencer")`delete from leaf`).rejects.toThrow(/permission denied/);
    await expect(studios.database.raw("sequencer")`update checkpoint set size = 1`).rejects.toThrow(
      /permission denied/,
    );
    await run();
  });
});

describe("a verifier refuses", () => {
  let picture: Uint8Array;
  let certificate: Certificate;
  beforeAll(async () => {
    for (let i = 0; i < 5; i++) await intend(lumen);
    ({ picture, certificate } = await proven(lumen));
  });

  test("nothing of what it was given", () => {
    expect(refusal(certificate, picture)).toBeUndefined();
    expect(refusal(certificate, picture, undefined)).toBeUndefined();
    expect(certificate.proof.hashes.length).toBeGreaterThan(1);
  });
  test("a file with any bit changed, cut or added", () => {
    for (let i = 0; i < picture.length; i++) {
      const changed = new Uint8Array(picture);
      changed.set([(changed.at(i) ?? 0) ^ 1], i);
      expect(refusal(certificate, changed)).toMatch(/the file was changed/);
    }
    for (const other of [picture.slice(1), new Uint8Array([...picture, 0]), new Uint8Array()])
      expect(refusal(certificate, other)).toMatch(/the file was changed/);
  });

  /** Every place in a JSON value, as a path. */
  const places = (value: unknown, at: string[] = []): string[][] =>
    typeof value === "object" && value !== null
      ? [at, ...Object.entries(value).flatMap(([name, item]) => places(item, [...at, name]))].filter(
          (p) => p.length > 0,
        )
      : [at];
  const parentOf = (root: object, place: string[]) => {
    let parent = root as Record<string, unknown>;
    for (const name of place.slice(0, -1)) parent = parent[name] as Record<string, unknown>;
    return { parent, name: place.at(-1) ?? "" };
  };
  const other = (value: unknown): unknown => {
    if (typeof value === "string") return `${value}x`;
    if (typeof value === "number") return value + 1;
    if (typeof value === "boolean") return !value;
    return Array.isArray(value) ? [...(value as unknown[]), "x"] : { ...(value as object | null), x: 1 };
  };
  test("a record with any field changed, left out or added", () => {
    const all = places(certificate.record);
    expect(all.length).toBeGreaterThan(40);
    for (const place of all) {
      const changed = copy(certificate);
      const inChanged = parentOf(changed.record, place);
      inChanged.parent[inChanged.name] = other(inChanged.parent[inChanged.name]);
      expect([place, refusal(changed, picture)]).toEqual([place, expect.any(String)]);
      const cut = copy(certificate);
      const inCut = parentOf(cut.record, place);
      if (Array.isArray(inCut.parent)) inCut.parent.splice(Number(inCut.name), 1);
      else delete inCut.parent[inCut.name];
      expect([place, refusal(cut, picture)]).toEqual([place, expect.any(String)]);
    }
    const more = copy(certificate);
    more.record["more"] = null;
    expect(refusal(more, picture)).toMatch(/not in the signed log/);
  });
  test("a proof with any byte changed, or hashes left out, added or exchanged", () => {
    const { hashes } = certificate.proof;
    for (const [index, hash] of hashes.entries())
      for (const digit of [0, 1, 31, 62, 63]) {
        const changed = copy(certificate);
        changed.proof.hashes[index] =
          `${hash.slice(0, digit)}${hash[digit] === "0" ? "1" : "0"}${hash.slice(digit + 1)}`;
        expect(refusal(changed, picture)).toMatch(/not in the signed log/);
      }
    for (const list of [hashes.slice(1), [...hashes, hashes[0] ?? ""], hashes.toReversed(), []])
      expect(refusal({ ...certificate, proof: { ...certificate.proof, hashes: list } }, picture)).toEqual(
        expect.any(String),
      );
    for (const leafIndex of [certificate.proof.leafIndex + 1, 0, -1, 0.5, 2 ** 53, Number.NaN, "0", null])
      expect(refusal({ ...certificate, proof: { ...certificate.proof, leafIndex } }, picture)).toEqual(
        expect.any(String),
      );
  });
  test("a checkpoint with any character changed", () => {
    const note = certificate.proof.checkpoint;
    const passed: number[] = [];
    for (let i = 0; i < note.length; i++) {
      const changed = copy(certificate);
      const replaced = note[i] === "A" ? "B" : "A";
      changed.proof.checkpoint = note.slice(0, i) + replaced + note.slice(i + 1);
      if (refusal(changed, picture) === undefined) passed.push(i);
    }
    // The end of the last line carries nothing.
    expect(passed.filter((i) => i < note.length - 1)).toEqual([]);
  });
  test("another leaf's proof, another studio's certificate", async () => {
    const theirs = await proven(orrery);
    const mine = await proven(lumen);
    for (const { certificate: foreign, picture: file } of [theirs, mine]) {
      expect(refusal({ ...certificate, proof: foreign.proof }, picture)).toEqual(expect.any(String));
      expect(refusal({ ...certificate, record: foreign.record }, file)).toMatch(/not in the signed log/);
      expect(refusal(foreign, picture)).toMatch(/the file was changed/);
    }
    const grafted = { ...certificate.proof, checkpoint: theirs.certificate.proof.checkpoint };
    expect(refusal({ ...certificate, proof: grafted }, picture)).toEqual(expect.any(String));
  });
  test("another key, in the reader's hand or in the certificate", () => {
    const forger = fileSigner(signer.name, path.join(dir, "forger.pem"));
    const forged = formatVerifierKey(forger.name, forger.publicKey);
    expect(refusal(certificate, picture, forged)).toMatch(/another log/);
    expect(refusal({ ...certificate, logKey: forged }, picture, forged)).toMatch(/not signed/);
    expect(refusal({ ...certificate, logKey: forged }, picture)).toMatch(/another log/);
    expect(refusal({ ...certificate, logKey: "x" }, picture, undefined)).toEqual(expect.any(String));
    const renamed = formatVerifierKey("pegbar.other/log", signer.publicKey);
    expect(refusal({ ...certificate, logKey: renamed }, picture, renamed)).toMatch(/not signed/);
  });
  test("text cut anywhere, huge text, other text, without throwing", () => {
    const text = JSON.stringify(certificate);
    for (let i = 0; i < text.length; i++) expect(refusal(text.slice(0, i), picture)).toEqual(expect.any(String));
    const huge = { ...certificate, proof: { ...certificate.proof, hashes: Array(50_000).fill("ab".repeat(32)) } };
    expect(refusal(huge, picture)).toEqual(expect.any(String));
    expect(refusal({ ...certificate, record: { more: "x".repeat(8 << 20) } }, picture)).toMatch(/too long/);
    for (const odd of ["", "null", "[]", "1", "{}", "[".repeat(1 << 20), '{"__proto__":{}}', "\0"])
      expect(refusal(odd, picture)).toEqual(expect.any(String));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(refusal(value, picture)).toEqual(expect.any(String));
        expect(refusal({ ...certificate, proof: value }, picture)).toEqual(expect.any(String));
        expect(refusal({ ...certificate, record: value }, picture)).toEqual(expect.any(String));
      }),
    );
  });
});
