import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import * as Ledger from "@pegbar/core/result/ledger";
import { listVerifierKeys } from "@pegbar/local/platform/resources.ts";
import {
  formatCertificate,
  formatVerifierKey,
  parseVerifierKey,
  createVerifierKey,
  type Certificate,
} from "@pegbar/verify";
import { buildOtherVerifier, VerdictRecorder } from "../../packages/verify/test/other-verifier.ts";
import { createLedger, type TestLedger } from "../setup/ledger.ts";
import { createActions } from "../setup/work.ts";

let ledger: TestLedger;
let picture: Uint8Array;
let certificate: Certificate;
let text: string;
beforeAll(async () => {
  ledger = await createLedger();
  for (let i = 0; i < 5; i++) await ledger.enqueue(ledger.lumen);
  ({ picture, certificate } = await ledger.createProven());
  text = formatCertificate(certificate);
});
afterAll(() => ledger.drop());

/** All certificates that are tested here, for the verifier in Go. */
const recorder = new VerdictRecorder();
const refusal: TestLedger["refusal"] = (given, file, keys) => {
  const reason = ledger.refusal(given, file, keys);
  const text = typeof given === "string" ? given : formatCertificate(given as Certificate);
  recorder.add(text, file, keys === null ? undefined : { log: keys ?? ledger.logKeys }, reason === undefined);
  return reason;
};
const refused = (given: unknown, file = picture, keys?: readonly string[] | null) =>
  expect(refusal(given, file, keys)).toEqual(expect.any(String));
const changed = (change: (copy: Certificate) => void): Certificate => {
  const copy = structuredClone(certificate);
  change(copy);
  return copy;
};
const entry = (copy: Certificate) => {
  const [first] = copy.entries;
  if (!first) throw new Error("there is no entry");
  return first;
};

describe("a verifier", () => {
  test("accepts the certificates of this file", () => {
    expect(refusal(text, picture)).toBeUndefined();
    expect(refusal(`${text}\n`, picture)).toBeUndefined();
    expect(refusal(certificate, undefined)).toBeUndefined();
    expect(refusal(certificate, picture, null)).toBeUndefined();
    expect(entry(certificate).disclosed.map(({ field }) => field)).toEqual([
      "/generation/negativePrompts",
      "/generation/prompts",
      "/graphSha256",
      "/inputs/0",
      "/user",
    ]);
  });

  test("refuses a file with any bit changed, removed or added", () => {
    for (let i = 0; i < picture.length; i++) {
      const other = new Uint8Array(picture);
      other.set([(other.at(i) ?? 0) ^ 1], i);
      expect(refusal(text, other)).toMatch(/the file was changed/);
    }
    for (const other of [picture.slice(1), new Uint8Array([...picture, 0]), new Uint8Array()])
      expect(refusal(text, other)).toMatch(/the file was changed/);
  });

  test("refuses a certificate with any character changed, and a sample of them removed or duplicated", () => {
    const passed: string[] = [];
    // Signatures have thousands of characters: all other texts are changed, and a sample of the signatures. Every third
    // character is also removed and duplicated.
    const long = [...text.matchAll(/[A-Za-z0-9+/]{400,}/g)].map(({ index, 0: found }) => [index, index + found.length]);
    for (let i = 0; i < text.length; i++) {
      if (i % 97 !== 0 && long.some(([from = 0, to = 0]) => i > from + 20 && i < to - 20)) continue;
      const other = text[i] === "A" ? "B" : "A";
      for (const piece of i % 3 === 0 ? [other, "", `${text[i]}${text[i]}`] : [other]) {
        const given = text.slice(0, i) + piece + text.slice(i + 1);
        if (given !== text && refusal(given, picture) === undefined) passed.push(`${i}: ${text.slice(i - 20, i + 20)}`);
      }
    }
    expect(passed).toEqual([]);
  }, 300_000);

  test("refuses truncated text, huge text and other text, without throwing", () => {
    for (let i = 0; i < text.length; i += i < 4000 ? 1 : 53) refused(text.slice(0, i));
    refused(`${text} `);
    refused(JSON.stringify(JSON.parse(text), null, 2));
    refused(`{"format":"pegbar-certificate/2",${text.slice(1)}`);
    refused(text.replace('"about":"asset"', '"about":"asset","about":"asset"'));
    refused(text.replace('"about":"asset"', '"about":"asset","more":1'));
    expect(refusal("x".repeat((64 << 20) + 1), picture)).toMatch(/too long/);
    for (const odd of [
      "",
      "null",
      "[]",
      "1",
      "{}",
      "[".repeat(1 << 20),
      '{"a":'.repeat(1 << 18),
      '{"__proto__":{}}',
      "\0",
    ])
      refused(odd);
    const deep = `${"[".repeat(100)}${"]".repeat(100)}`;
    expect(refusal(text.replace('"disclosed":[', `"disclosed":[${deep},`), picture)).toMatch(/nested deeper/);
    expect(refusal(text.replace('"about"', '"a":9007199254740993,"about"'), picture)).toMatch(/2\^53/);
    expect(refusal('{"format":"pegbar-certificate/1"}', picture)).toMatch(/format of an early version/);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        refused(JSON.stringify(value));
        for (const name of ["entries", "anchor", "keys", "about", "format"] as const)
          refused(JSON.stringify({ ...certificate, [name]: value }));
      }),
    );
  });

  test("refuses a disclosed value with other contents or another salt, a duplicate and an invalid one", () => {
    for (let at = 0; at < entry(certificate).disclosed.length; at++) {
      const one = (copy: Certificate) => {
        const found = entry(copy).disclosed[at];
        if (!found) throw new Error("there is no value");
        return found;
      };
      expect(
        refusal(
          changed((copy) => void (one(copy).value = "another")),
          picture,
        ),
      ).toMatch(/does not match the record's commitment/);
      expect(
        refusal(
          changed((copy) => void (one(copy).salt = "00".repeat(32))),
          picture,
        ),
      ).toMatch(/does not match the record's commitment/);
      refused(changed((copy) => void (one(copy).salt = "")));
      refused(changed((copy) => void (one(copy).field = "/output/sha256")));
      refused(changed((copy) => void entry(copy).disclosed.push(one(copy))));
    }
  });

  test("accepts a withheld value, and reports it", async () => {
    const { verify } = await import("@pegbar/verify");
    const less = changed((copy) => void (entry(copy).disclosed = []));
    expect(verify(formatCertificate(less), picture, { log: ledger.logKeys })).toMatchObject({
      valid: true,
      file: { withheld: expect.arrayContaining(["/user", "/inputs/0", "/generation/prompts"]) as string[] },
    });
  });

  test("refuses another leaf's proof, another studio's certificate, and an older checkpoint's anchor", async () => {
    const theirs = (await ledger.createProven(ledger.orrery)).certificate;
    const mine = (await ledger.createProven(ledger.lumen)).certificate;
    for (const other of [theirs, mine]) {
      refused(changed((copy) => void (entry(copy).proof = entry(other).proof)));
      refused(changed((copy) => void (entry(copy).record = entry(other).record)));
      refused(changed((copy) => void (copy.anchor = other.anchor)));
      refused(changed((copy) => void copy.entries.push(...other.entries)));
      expect(refusal(other, picture)).toMatch(/the file was changed/);
    }
    refused(changed((copy) => void (copy.about = "shot")));
    refused(changed((copy) => void (copy.entries = [])));
    refused(changed((copy) => void copy.entries.push(entry(copy))));
    refused(changed((copy) => void (copy.anchor.record = entry(copy).record)));
  });

  test("refuses other keys of the reader or in the certificate, and a missing signature", () => {
    const { logKeys, dir, sealing } = ledger;
    const forged = listVerifierKeys(createFileSigner(sealing.signer.name, path.join(dir, "forger.pem")));
    expect(refusal(certificate, picture, forged)).toMatch(/another log/);
    for (const at of [0, 1])
      for (const keys of [forged, null]) {
        const mixed = logKeys.map((key, i) => (i === at ? (forged[i] ?? "") : key));
        refused(
          changed((copy) => void (copy.keys.log = mixed)),
          picture,
          keys,
        );
        // A reader who trusts one key is not told what the other one signed.
        refused(
          changed((copy) => void (copy.keys.log = mixed)),
          picture,
          [logKeys[1 - at] ?? ""],
        );
      }
    const renamed = logKeys.map((text) => {
      const key = parseVerifierKey(text);
      return key ? formatVerifierKey(createVerifierKey("pegbar.other/log", key.algorithm, key.publicKey)) : "";
    });
    refused(
      changed((copy) => void (copy.keys.log = renamed)),
      picture,
      renamed,
    );
    refused(
      changed((copy) => void (copy.keys.log = [])),
      picture,
      null,
    );
    refused(changed((copy) => void (copy.keys.log = [...logKeys, logKeys[0] ?? ""])));
    refused(changed((copy) => void (copy.keys.witnesses = [...logKeys])));
    refused(certificate, picture, ["x"]);
    const lines = entry(certificate).proof.split("\n");
    for (const [at, line] of lines.entries()) {
      if (!line.startsWith("\u2014")) continue;
      const less = [...lines.slice(0, at), ...lines.slice(at + 1)].join("\n");
      refused(changed((copy) => void (entry(copy).proof = less)));
    }
    // One signature is enough for a reader with one key, if the certificate claims no more.
    expect(
      refusal(
        changed((copy) => void (copy.keys.log = logKeys.slice(0, 1))),
        picture,
        logKeys.slice(0, 1),
      ),
    ).toBeUndefined();
    refused(
      changed((copy) => void (copy.keys.log = logKeys.slice(0, 1))),
      picture,
      logKeys,
    );
  });
});

describe("a shot's certificate", () => {
  let shotId: string;
  let pictures: Uint8Array[];
  let shot: Certificate;

  /** Jobs that have run; each result's file contains the name of its attempt. */
  async function results(count: number): Promise<Uint8Array[]> {
    const { submit, claim, complete } = createActions(ledger.studios);
    const made: Uint8Array[] = [];
    for (let i = 0; i < count; i++) {
      await submit(ledger.lumen, { shot: "HARBOR/sq010/sh020" });
      const lease = await claim();
      if (!lease) throw new Error("nothing to claim");
      await complete(lease, 1000);
      made.push(Buffer.from(lease.attemptId));
    }
    return made;
  }
  const certify = async (waitMs = 5000) => {
    const { studios, logKeys, run } = ledger;
    const supervisor = await studios.member("lumen", "admin");
    const waiting = studios.as(supervisor, () => Ledger.createShotCertificate(shotId, { waitMs, logKeys }));
    const stop = setInterval(() => void run(), 100);
    return waiting.finally(() => clearInterval(stop));
  };

  beforeAll(async () => {
    const [row] = await ledger.studios.database.admin()`
      select shot.id from shot join sequence on sequence.id = shot.sequence_id join show on show.id = sequence.show_id
      where show.code = 'HARBOR' and sequence.code = 'sq010' and shot.code = 'sh020'`;
    shotId = String(row?.["id"]);
  });

  test("is refused without results, and to members who may not see all of them", async () => {
    const { studios, lumen, orrery, logKeys } = ledger;
    await expect(certify()).rejects.toMatchObject({ code: "conflict" });
    const as = (actor: typeof lumen) =>
      studios.as(actor, () => Ledger.createShotCertificate(shotId, { waitMs: 0, logKeys }));
    await expect(as(lumen)).rejects.toMatchObject({ code: "forbidden" });
    await expect(as(await studios.member("orrery", "admin"))).rejects.toMatchObject({ code: "not_found" });
    await expect(as(orrery)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("contains every result, and is about each of their files", async () => {
    pictures = await results(5);
    shot = await certify();
    expect(shot.about).toBe("shot");
    expect(shot.entries).toHaveLength(6);
    for (const picture of pictures) expect(refusal(shot, picture)).toBeUndefined();
    expect(refusal(shot, undefined)).toBeUndefined();
    expect(refusal(shot, randomBytes(30))).toMatch(/the file was changed or is another file/);
    // Repeated requests write nothing new.
    expect((await certify()).entries.map(({ record }) => record)).toEqual(shot.entries.map(({ record }) => record));
  });

  test("contains new results, under a new list", async () => {
    const more = await results(2);
    const grown = await certify();
    expect(grown.entries).toHaveLength(8);
    for (const picture of [...pictures, ...more]) expect(refusal(grown, picture)).toBeUndefined();
    expect(refusal(shot, undefined)).toBeUndefined();
  });

  test("is invalid with a result missing, out of order or of another shot, and without its list", async () => {
    const changedShot = (change: (copy: Certificate) => void) => {
      const copy = structuredClone(shot);
      change(copy);
      return refusal(copy, undefined);
    };
    for (let at = 0; at < shot.entries.length - 1; at++)
      expect(changedShot((copy) => void copy.entries.splice(at, 1))).toMatch(/missing|has 5 generations/);
    expect(changedShot((copy) => void copy.entries.pop())).toMatch(/does not end with the shot's list/);
    expect(changedShot((copy) => void copy.entries.reverse())).toMatch(/order/);
    expect(changedShot((copy) => void copy.entries.splice(2, 2))).toEqual(expect.any(String));
    expect(changedShot((copy) => void copy.entries.splice(0, 0, entry(certificate)))).toEqual(expect.any(String));
    expect(changedShot((copy) => void (copy.about = "asset"))).toMatch(/mixes records/);
  });
});

const built = mkdtempSync(path.join(tmpdir(), "pegbar-other-"));
afterAll(() => rmSync(built, { recursive: true, force: true }));
const other = buildOtherVerifier(built);
if ("reason" in other) console.warn(other.reason);

// Last, because it verifies the certificates of the tests before.
test.skipIf("reason" in other)("the verifier in Go returns the same verdicts", { timeout: 300_000 }, async () => {
  expect(recorder.accepted).toBeGreaterThan(0);
  expect(await recorder.disagreements("program" in other ? other.program : "")).toEqual([]);
  console.log(`${recorder.count} certificates, ${recorder.accepted} of them valid: both verifiers agree.`);
});
