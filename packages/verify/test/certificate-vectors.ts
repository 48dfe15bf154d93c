import { sha256 } from "@noble/hashes/sha2.js";
import { checkpointBody, concat, signatureLine, timestamped, toHex, utf8, verifierKey } from "../src/index.ts";
import { cosignedTree } from "../src/cosignature.ts";
import {
  Erasable,
  keyText,
  makeCertificate,
  makeSigner,
  PLATFORM,
  signLine,
  STUDIO,
  TIME,
  type Log,
  type Parts,
} from "./make-certificate.ts";

/** Keys that a reader has. */
export interface TrustedKeys {
  log: string[];
  witnesses?: string[];
  quorum?: number;
}

/** One certificate and one verdict. */
export interface Case {
  name: string;
  /** Name of the certificate. */
  certificate: string;
  /** The only occurrence of the first text is replaced by the second, in this order. */
  replace?: [string, string][];
  trusted?: TrustedKeys;
  /** SHA-256 of the file. */
  file?: string;
  valid: boolean;
}

export interface CertificateVectors {
  certificates: Record<string, string>;
  cases: Case[];
}

const ed25519 = makeSigner(PLATFORM, "ed25519");
const mldsa44 = makeSigner(PLATFORM, "mldsa44-cosignature");
const forger = makeSigner(PLATFORM, "ed25519-cosignature");
const forged = { ...forger, algorithm: "ed25519" as const };
const plainWitness = makeSigner("witness.example/plain", "ed25519-cosignature");
const quantumWitness = makeSigner("witness.example/quantum", "mldsa44-cosignature");

const hash = (text: string): string => toHex(sha256(utf8(text)));
const PLACE = { shotId: "sht_1", show: "HARBOR", sequence: "sq010", shot: "sh010" };
const common = (eventId: string) => ({
  schema: 1,
  eventId,
  assertedAt: "2026-01-02T03:04:05.000Z",
  loggedAt: "2026-01-02T03:04:05.678Z",
});
const user = { id: "mem_1", name: "Noa Lindqvist", email: "noa@lumen.example" };

/** A result's record without its place in a shot. */
const generated = (assetId: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...common(assetId),
  type: "asset.generated",
  schema: 2,
  assetId,
  ...PLACE,
  user: new Erasable(user),
  job: { id: "job_1", attempt: 1 },
  workflow: { slug: "paint-text", version: 3, sha256: hash("workflow") },
  graphSha256: new Erasable(hash("graph"), true),
  generation: {
    prompts: new Erasable(['a lamp \u{1F4A1} in the "fog" \\ \u20AC\u0007']),
    negativePrompts: new Erasable([]),
    seeds: ["18446744073709551615"],
    samplers: [{ nodeId: "3", classType: "KSampler", settings: { steps: 20, cfg: 7.5, denoise: 1e-7, karras: false } }],
  },
  models: [{ id: "mdl_1", fileName: "a.safetensors", kind: "checkpoint", sha256: hash("model"), licence: "MIT" }],
  inputs: [
    new Erasable({ id: "inp_1", sha256: hash("input 1"), filename: "layout.png" }),
    new Erasable({ id: "inp_2", sha256: hash("input 2"), filename: "mask.png" }, true),
  ],
  runtime: { comfyuiVersion: "test", imageDigest: "test", gpu: "none" },
  asset: { name: "paint", version: 1, position: 0 },
  output: { sha256: hash(`file of ${assetId}`), bytes: 10, contentType: "image/png" },
  ...over,
});
/** A short one, where only the rules of shots and assets matter. */
const short = (assetId: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...common(assetId),
  type: "asset.generated",
  assetId,
  ...PLACE,
  output: { sha256: hash(`file of ${assetId}`), bytes: 10, contentType: "image/png" },
  ...over,
});
const credentialed =
  (assetId: string, at: number, over: Record<string, unknown> = {}) =>
  (log: Log): Record<string, unknown> => ({
    ...common(`${assetId}/credentialed`),
    type: "asset.credentialed",
    assetId,
    ...PLACE,
    generatedLeaf: log.leaf(at),
    output: { sha256: hash(`signed file of ${assetId}`), bytes: 20, contentType: "image/png" },
    ...over,
  });
const redacted = (id: string): Record<string, unknown> => ({
  ...common(id),
  type: "redacted",
  user: { commitment: hash("withheld for ever") },
  subjectId: "mem_1",
  kinds: ["prompts"],
  reason: "asked for",
  values: 2,
  records: 1,
});
/** A result at its place in the shot. */
const chained =
  (assetId: string, number: number, previous: number | null, over: Record<string, unknown> = {}) =>
  (log: Log): Record<string, unknown> =>
    short(assetId, {
      chain: { shotId: "sht_1", number, previous: previous === null ? null : log.leaf(previous), ...over },
    });
const listed =
  (count: number, last: number | null, over: Record<string, unknown> = {}) =>
  (log: Log): Record<string, unknown> => ({
    ...common("sht_1/listed"),
    type: "shot.listed",
    ...PLACE,
    count,
    last: last === null ? null : log.leaf(last),
    ...over,
  });
const elsewhere = (eventId: string): Record<string, unknown> => ({ ...common(eventId), type: "model.registered" });

const FILE = hash("file of ast_1");
const BOTH: TrustedKeys = { log: [keyText(ed25519), keyText(mldsa44)] };
const ONE: TrustedKeys = { log: [keyText(ed25519)] };

const asset: Parts = {
  about: "asset",
  records: [
    elsewhere("a"),
    generated("ast_1"),
    elsewhere("b"),
    credentialed("ast_1", 1),
    redacted("ers_1"),
    elsewhere("c"),
  ],
  shown: [1, 3, 4],
  log: [ed25519, mldsa44],
  witnesses: [plainWitness, quantumWitness],
};
const shot: Parts = {
  about: "shot",
  records: [
    elsewhere("a"),
    chained("ast_1", 1, null),
    short("ast_0", { chain: { shotId: "sht_2", number: 1, previous: null } }),
    chained("ast_2", 2, 1),
    credentialed("ast_1", 1),
    redacted("ers_1"),
    chained("ast_3", 3, 3),
    listed(3, 6),
    redacted("ers_2"),
  ],
  shown: [1, 3, 4, 5, 6, 7, 8],
  log: [ed25519],
};
/** One record under one key: the rest is right. */
const small: Parts = { about: "asset", records: [short("ast_1")], log: [ed25519] };

/** Certificates that are signed throughout, and what is to become of them under the key of the log. */
const signed: [name: string, parts: Parts, valid: boolean][] = [
  ["a shot without results", { ...shot, records: [listed(0, null)], shown: [0] }, true],
  [
    "a record of an unknown type with unknown members",
    { ...small, records: [short("ast_1", { type: "x", more: [1] })] },
    true,
  ],
  [
    "a commitment below a name with ~ and /",
    { ...small, records: [short("ast_1", { "a/b~c": [{ d: new Erasable(1) }] })] },
    true,
  ],
  [
    "objects that are no commitments",
    {
      ...small,
      records: [
        short("ast_1", {
          a: { commitment: hash("a").toUpperCase() },
          b: { commitment: [hash("b")] },
          c: { commitment: hash("c"), more: 1 },
          d: { commitment: hash("d").slice(1) },
        }),
      ],
    },
    true,
  ],
  [
    "numbers as RFC 8785 writes them",
    { ...small, records: [short("ast_1", { n: [0, -1, 1.5, 1e-7, 123456789012345680e-10, 9007199254740991] })] },
    true,
  ],
  ["31 more arrays in a record", { ...small, records: [short("ast_1", { n: nested(31) })] }, true],
  ["a log that is named as its key", { ...small, studioOrigin: PLATFORM }, true],
  [
    "a redaction between the records of an asset",
    { ...small, records: [short("ast_1"), redacted("e"), credentialed("ast_1", 0)] },
    true,
  ],

  [
    "an asset's certificate that begins with a redaction",
    { ...small, records: [redacted("e"), short("ast_1")] },
    false,
  ],
  ["records of two assets", { ...small, records: [short("ast_1"), short("ast_2")] }, false],
  ["a record without an asset", { ...small, records: [short("ast_1"), elsewhere("x")] }, false],
  ["an assetId that is a number", { ...small, records: [{ ...short("ast_1"), assetId: 1 }] }, false],
  [
    "content credentials of another leaf",
    { ...small, records: [short("ast_1"), credentialed("ast_1", 0, { generatedLeaf: hash("x") })] },
    false,
  ],
  [
    "content credentials without their generation",
    { ...small, records: [short("ast_1"), credentialed("ast_1", 0)], shown: [1] },
    false,
  ],
  [
    "content credentials of a record that is no generation",
    { ...small, records: [short("ast_1", { type: "asset.reviewed" }), credentialed("ast_1", 0)] },
    false,
  ],
  ["an unknown kind of certificate", { ...small, about: "show" }, false],

  ["a result left out of a shot", { ...shot, shown: [1, 4, 5, 6, 7, 8] }, false],
  ["the first result left out of a shot", { ...shot, shown: [3, 5, 6, 7, 8] }, false],
  ["the last result left out of a shot", { ...shot, shown: [1, 3, 4, 5, 7, 8] }, false],
  ["a shot without its list", { ...shot, shown: [1, 3, 4, 5, 6, 8] }, false],
  [
    "a shot whose list is not the last",
    { ...shot, records: [chained("ast_1", 1, null), listed(1, 0), credentialed("ast_1", 0)], shown: [0, 1, 2] },
    false,
  ],
  ["a result of another shot", { ...shot, shown: [1, 2, 3, 4, 5, 6, 7, 8] }, false],
  [
    "a record of another shot's asset",
    {
      ...shot,
      records: [chained("ast_1", 1, null), short("ast_9", { type: "asset.reviewed" }), listed(1, 0)],
      shown: [0, 1, 2],
    },
    false,
  ],
  [
    "numbers that do not begin with 1",
    { ...shot, records: [chained("ast_1", 0, null), listed(1, 0)], shown: [0, 1] },
    false,
  ],
  [
    "numbers as strings",
    { ...shot, records: [chained("ast_1", 1, null, { number: "1" }), listed(1, 0)], shown: [0, 1] },
    false,
  ],
  [
    "a first result that follows another",
    { ...shot, records: [chained("ast_1", 1, null, { previous: hash("x") }), listed(1, 0)], shown: [0, 1] },
    false,
  ],
  ["a count that is too high", { ...shot, records: [chained("ast_1", 1, null), listed(2, 0)], shown: [0, 1] }, false],
  [
    "a count as a string",
    { ...shot, records: [chained("ast_1", 1, null), listed(1, 0, { count: "1" })], shown: [0, 1] },
    false,
  ],
  [
    "another last result",
    { ...shot, records: [chained("ast_1", 1, null), listed(1, 0, { last: hash("x") })], shown: [0, 1] },
    false,
  ],
  [
    "a list of another shot",
    { ...shot, records: [chained("ast_1", 1, null), listed(1, 0, { shotId: "sht_2" })], shown: [0, 1] },
    false,
  ],
  [
    "a list and a result that name no shot",
    {
      ...shot,
      records: [
        { ...short("ast_1"), chain: { number: 1, previous: null } },
        (log: Log) => without(listed(1, 0)(log), "shotId"),
      ],
      shown: [0, 1],
    },
    false,
  ],
  [
    "a result of a shot that names no asset",
    {
      ...shot,
      records: [without(chained("ast_1", 1, null)({ leaf: () => "" } as unknown as Log), "assetId"), listed(1, 0)],
      shown: [0, 1],
    },
    false,
  ],

  ["a record that is not canonical", { ...small, records: ['{"assetId": "ast_1","type":"x"}'] }, false],
  ["a record with unsorted names", { ...small, records: ['{"type":"x","assetId":"ast_1"}'] }, false],
  ["a record with a name twice", { ...small, records: ['{"assetId":"ast_1","assetId":"ast_1"}'] }, false],
  [
    "a record with a number that is too large",
    { ...small, records: ['{"assetId":"ast_1","n":9007199254740992}'] },
    false,
  ],
  ["a record with a number that is much too large", { ...small, records: ['{"assetId":"ast_1","n":1e+30}'] }, false],
  ["a record with a number in another spelling", { ...small, records: ['{"assetId":"ast_1","n":1.0}'] }, false],
  ["a record with a negative zero", { ...small, records: ['{"assetId":"ast_1","n":-0}'] }, false],
  ["a record with a needless escape", { ...small, records: ['{"assetId":"ast\\u005f1"}'] }, false],
  ["a record with an upper-case escape", { ...small, records: ['{"assetId":"ast_1","s":"\\u001F"}'] }, false],
  ["a record with a lone surrogate", { ...small, records: ['{"assetId":"ast_1","s":"\\ud83d"}'] }, false],
  ["a record with the name __proto__", { ...small, records: ['{"__proto__":{},"assetId":"ast_1"}'] }, false],
  [
    "32 more arrays in a record",
    { ...small, records: [`{"assetId":"ast_1","n":${"[".repeat(33)}${"]".repeat(33)}}`] },
    false,
  ],
  ["a record that is an array", { ...small, records: ['["assetId","ast_1"]'] }, false],

  ["an anchor of another type", { ...small, anchor: { type: "x" } }, false],
  ["an anchor of another log", { ...small, anchor: { origin: `${STUDIO}0` } }, false],
  ["an anchor of another size", { ...small, anchor: { size: 2 } }, false],
  ["an anchor whose size is a string", { ...small, anchor: { size: "1" } }, false],
  ["an anchor of another root", { ...small, anchor: { root: "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=" } }, false],
  ["a studio's log outside the platform's name", { ...small, studioOrigin: `${PLATFORM}s/1` }, false],
  ["a platform's log outside the platform's name", { ...small, platformOrigin: "other.example/log/platform" }, false],
  ["a log whose name has a space", { ...small, studioOrigin: `${PLATFORM}/a b` }, false],
  ["a log whose name has a no-break space", { ...small, studioOrigin: `${PLATFORM}/a\u00a0b` }, false],
  ["a log whose name has a plus", { ...small, studioOrigin: `${PLATFORM}/a+b` }, false],

  ["no signature", { ...small, lines: () => [] }, false],
  [
    "a signature under the key's own name and id",
    { ...small, lines: (head) => [signLine(ed25519, PLATFORM, head)] },
    false,
  ],
  [
    "a signature under the log's name and the key's own id",
    {
      ...small,
      lines: (head) => [
        signatureLine(
          { ...verifierKey(PLATFORM, "ed25519", ed25519.publicKey), name: head.origin },
          ed25519.sign(utf8(checkpointBody(head))),
        ),
      ],
    },
    false,
  ],
  ["a signature by another key", { ...small, lines: (head) => [signLine(forged, head.origin, head)] }, false],
  [
    "another key's signature beside",
    { ...small, lines: (head, own) => [...own, signLine(forged, head.origin, head)] },
    true,
  ],
  [
    "a false signature beside a true one",
    {
      ...small,
      lines: (head, own) => [
        ...own,
        signatureLine(verifierKey(head.origin, "ed25519", ed25519.publicKey), forged.sign(utf8(checkpointBody(head)))),
      ],
    },
    false,
  ],
  ["the same signature twice", { ...small, lines: (_head, own) => [...own, ...own] }, true],
  [
    "a signature line of five bytes by an unknown key",
    { ...small, lines: (_head, own) => [...own, "\u2014 a AAAAAAA=\n"] },
    true,
  ],
  ["a signature line of four bytes", { ...small, lines: (_head, own) => [...own, "\u2014 a AAAAAA==\n"] }, false],
  ["a signature line with another dash", { ...small, lines: (_head, own) => [...own, "- a AAAAAAA=\n"] }, false],
  [
    "64 signature lines",
    { ...small, lines: (_head, own) => [...own, ...Array<string>(63).fill("\u2014 a AAAAAAA=\n")] },
    true,
  ],
  [
    "65 signature lines",
    { ...small, lines: (_head, own) => [...own, ...Array<string>(64).fill("\u2014 a AAAAAAA=\n")] },
    false,
  ],
  ["a tab in a name", { ...small, lines: (_head, own) => [...own, "\u2014 a\tb AAAAAAA=\n"] }, false],
  ["a name with U+FEFF", { ...small, lines: (_head, own) => [...own, "\u2014 a\ufeffb AAAAAAA=\n"] }, false],
];

/** The same for ML-DSA-44, whose signatures are long. */
const quantum: [name: string, lines: NonNullable<Parts["lines"]>, valid: boolean][] = [
  ["ML-DSA-44 alone", (_head, own) => own, true],
  [
    "ML-DSA-44 in the name of the key, not of the log",
    (head) => [quantumLine(head.origin, cosignedTree(PLATFORM, TIME, head))],
    false,
  ],
  ["ML-DSA-44 over the text", (head) => [quantumLine(head.origin, utf8(checkpointBody(head)))], false],
  [
    "ML-DSA-44 of a subtree that does not begin with 0",
    (head) => [quantumLine(head.origin, startAtOne(cosignedTree(head.origin, TIME, head)))],
    false,
  ],
  [
    "ML-DSA-44 with another time",
    (head) => [quantumLine(head.origin, cosignedTree(head.origin, TIME + 1, head))],
    false,
  ],
  ["ML-DSA-44 at the time 0", (head) => [quantumLine(head.origin, cosignedTree(head.origin, 0, head), 0)], false],
];
const quantumLine = (name: string, message: Uint8Array, time = TIME): string =>
  signatureLine(verifierKey(name, "mldsa44-cosignature", mldsa44.publicKey), timestamped(time, mldsa44.sign(message)));
/** The start is the 8 bytes before size and root. */
const startAtOne = (message: Uint8Array): Uint8Array =>
  concat(message.slice(0, -41), Uint8Array.of(1), message.slice(-40));

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)];
}
function without(record: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = record;
  return rest;
}

/** Certificates with verdicts, the same every time. */
export function certificateVectors(): CertificateVectors {
  const certificates: Record<string, string> = {
    asset: makeCertificate(asset),
    shot: makeCertificate(shot),
    small: makeCertificate(small),
  };
  const cases: Case[] = [];
  const add = (certificate: string, name: string, valid: boolean, more: Partial<Case> = {}) =>
    cases.push({ name, certificate, valid, ...more });

  // The certificates as they are.
  const witnesses = [keyText(plainWitness), keyText(quantumWitness)];
  add("asset", "an asset's certificate and its file", true, { trusted: BOTH, file: FILE });
  add("asset", "the copy with content credentials", true, { trusted: BOTH, file: hash("signed file of ast_1") });
  add("asset", "the certificate alone", true, { trusted: BOTH });
  add("asset", "without keys: the certificate is consistent", true, { file: FILE });
  add("asset", "one trusted key", true, { trusted: ONE, file: FILE });
  add("asset", "both witnesses", true, { trusted: { ...BOTH, witnesses, quorum: 2 }, file: FILE });
  add("asset", "a line feed at the end", true, { trusted: BOTH, replace: [['"]}}', '"]}}\n']] });
  add("asset", "another file", false, { trusted: BOTH, file: hash("another file") });
  add("asset", "an input's hash is not the file's", false, { trusted: BOTH, file: hash("input 1") });
  add("asset", "three witnesses of two", false, { trusted: { ...BOTH, witnesses, quorum: 3 } });
  add("asset", "a witness that the certificate does not name", false, {
    trusted: { ...BOTH, witnesses: [keyText(makeSigner("witness.example/other", "ed25519-cosignature"))], quorum: 1 },
  });
  add("asset", "a trusted key of another log", false, { trusted: { log: [keyText(forged)] } });
  add("asset", "a trusted key of which the name is another", false, {
    trusted: { log: [keyText({ ...ed25519, name: "other.example/log" })] },
  });
  add("asset", "a trusted key with another id", false, { trusted: { log: [keyText(ed25519).replace(/\+./, "+x")] } });
  add("asset", "no trusted key", false, { trusted: { log: [] } });
  add("shot", "a shot's certificate", true, { trusted: ONE });
  for (const id of ["ast_1", "ast_2", "ast_3"])
    add("shot", `the file of ${id}`, true, { trusted: ONE, file: hash(`file of ${id}`) });
  add("shot", "a file of another shot", false, { trusted: ONE, file: hash("file of ast_0") });

  // One text changed.
  const changes: [string, string, [string, string][]][] = [
    ["asset", "the first form", [["pegbar-certificate/2", "pegbar-certificate/1"]]],
    ["asset", "an unknown form", [["pegbar-certificate/2", "pegbar-certificate/3"]]],
    ["asset", "an unknown member of the certificate", [['"entries":', '"comment":"x","entries":']]],
    ["small", "an unknown member of an entry", [['"disclosed":[],', '"comment":1,"disclosed":[],']]],
    ["small", "an unknown member of the anchor", [['"anchor":{', '"anchor":{"comment":1,']]],
    ["small", "an unknown member of the keys", [['"keys":{', '"keys":{"extra":[],']]],
    ["small", "a member left out", [[',"witnesses":[]', ""]]],
    ["small", "disclosed left out", [['"disclosed":[],', ""]]],
    ["small", "keys that are no array", [['"witnesses":[]', '"witnesses":{}']]],
    ["asset", "a member twice", [['"about":"asset"', '"about":"asset","about":"asset"']]],
    ["asset", "a space", [['"about":"asset"', '"about": "asset"']]],
    ["asset", "two line feeds at the end", [['"]}}', '"]}}\n\n']]],
    ["asset", "text after the end", [['"]}}', '"]}}x']]],
    ["asset", "a byte order mark", [['{"about"', '\ufeff{"about"']]],
    ["asset", "another kind", [['"about":"asset"', '"about":"shot"']]],
    ["shot", "an asset's certificate made of a shot's", [['"about":"shot"', '"about":"asset"']]],
    ["asset", "another value", [["Noa Lindqvist", "Noa Lindquist"]]],
    ["asset", "another pointer", [['"field":"/user"', '"field":"/user/"']]],
    ["asset", "a pointer to what is no commitment", [['"field":"/user"', '"field":"/output"']]],
    ["asset", "an unknown member of a disclosed value", [['{"field":"/user"', '{"comment":1,"field":"/user"']]],
    ["asset", "another index", [["index 1\\n", "index 2\\n"]]],
    ["asset", "an index with a zero before it", [["index 1\\n", "index 01\\n"]]],
    ["small", "a proof of another version", [["tlog-proof@v1\\nindex 0", "tlog-proof@v2\\nindex 0"]]],
    ["small", "a hash too many", [["index 0\\n", "index 0\\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\\n"]]],
    ["small", "extra data of a proof", [["index 0\\n", "index 0\\nextra AAAA\\n"]]],
    ["small", "a carriage return", [["index 0\\n", "index 0\\r\\n"]]],
    ["small", "no log key", [[`"log":["${keyText(ed25519)}"]`, '"log":[]']]],
    ["small", "a log key twice", [[`"${keyText(ed25519)}"`, `"${keyText(ed25519)}","${keyText(ed25519)}"`]]],
    ["small", "another log key", [[keyText(ed25519), keyText(forged)]]],
    [
      "small",
      "a log key under another name",
      [[keyText(ed25519), keyText({ ...ed25519, name: "vectors.pegbar.example" })]],
    ],
    [
      "small",
      "a second log key that did not sign",
      [[`"${keyText(ed25519)}"`, `"${keyText(ed25519)}","${keyText(forged)}"`]],
    ],
    ["small", "a log key of a witness's algorithm", [[keyText(ed25519), keyText(forger)]]],
    ["small", "a log key with another id", [[keyText(ed25519), keyText(ed25519).replace(/\+./, "+x")]]],
    ["small", "a witness that did not sign", [['"witnesses":[]', `"witnesses":["${keyText(plainWitness)}"]`]]],
    ["small", "a log key among the witnesses", [['"witnesses":[]', `"witnesses":["${keyText(ed25519)}"]`]]],
  ];
  for (const [certificate, name, replace] of changes) {
    const trusted = certificate === "asset" ? BOTH : ONE;
    // A parent of the key's name is a name for the same logs: only the reader's key tells that it is another.
    add(certificate, name, false, { trusted, replace });
  }
  add("small", "a log key under a shorter name, without keys of the reader", true, {
    replace: [[keyText(ed25519), keyText({ ...ed25519, name: "vectors.pegbar.example" })]],
  });

  // Signed throughout.
  for (const [name, parts, valid] of signed) {
    certificates[name] = makeCertificate(parts);
    add(name, name, valid, { trusted: ONE });
  }
  for (const [name, lines, valid] of quantum) {
    certificates[name] = makeCertificate({ ...small, log: [mldsa44], lines });
    add(name, name, valid, { trusted: { log: [keyText(mldsa44)] } });
  }
  for (const one of cases) assertReplaceable(certificates, one);
  return { certificates, cases };
}

function assertReplaceable(certificates: Record<string, string>, { name, certificate, replace = [] }: Case): void {
  let text = certificates[certificate];
  if (text === undefined) throw new Error(`${name}: there is no certificate ${certificate}`);
  for (const [from, to] of replace) {
    if (text.split(from).length !== 2)
      throw new Error(`${name}: ${from} is there ${text.split(from).length - 1} times`);
    text = text.replace(from, () => to);
  }
}
