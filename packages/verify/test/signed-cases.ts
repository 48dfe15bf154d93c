import {
  formatCheckpoint,
  concatBytes,
  formatSignature,
  prependTime,
  encodeUtf8,
  createVerifierKey,
} from "../src/index.ts";
import { encodeCosignedTree } from "../src/cosignature.ts";
import { Erasable, makeSigner, PLATFORM, signLine, STUDIO, TIME, type Log, type Parts } from "./make-certificate.ts";
import { chained, credentialed, elsewhere, generated, hash, listed, redacted, short } from "./records.ts";

export const ed25519 = makeSigner(PLATFORM, "ed25519");
export const mldsa44 = makeSigner(PLATFORM, "mldsa44-cosignature");
export const forger = makeSigner(PLATFORM, "ed25519-cosignature");
export const forged = { ...forger, algorithm: "ed25519" as const };
export const plainWitness = makeSigner("witness.example/plain", "ed25519-cosignature");
export const quantumWitness = makeSigner("witness.example/quantum", "mldsa44-cosignature");

export const asset: Parts = {
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
export const shot: Parts = {
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
/** A record under a key; everything else is valid. */
export const small: Parts = { about: "asset", records: [short("ast_1")], log: [ed25519] };

/** Certificates whose parts are all signed, and their expected verdicts under the key of the log. */
export const signed: [name: string, parts: Parts, valid: boolean][] = [
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
    { ...small, records: [short("ast_1", { n: [0, -1, 1.5, 1e-7, -123.456, 9007199254740991] })] },
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
        formatSignature(
          { ...createVerifierKey(PLATFORM, "ed25519", ed25519.publicKey), name: head.origin },
          ed25519.sign(encodeUtf8(formatCheckpoint(head))),
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
        formatSignature(
          createVerifierKey(head.origin, "ed25519", ed25519.publicKey),
          forged.sign(encodeUtf8(formatCheckpoint(head))),
        ),
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
export const quantum: [name: string, lines: NonNullable<Parts["lines"]>, valid: boolean][] = [
  ["ML-DSA-44 alone", (_head, own) => own, true],
  [
    "ML-DSA-44 in the name of the key, not of the log",
    (head) => [quantumLine(head.origin, encodeCosignedTree(PLATFORM, TIME, head))],
    false,
  ],
  ["ML-DSA-44 over the text", (head) => [quantumLine(head.origin, encodeUtf8(formatCheckpoint(head)))], false],
  [
    "ML-DSA-44 of a subtree that does not begin with 0",
    (head) => [quantumLine(head.origin, startAtOne(encodeCosignedTree(head.origin, TIME, head)))],
    false,
  ],
  [
    "ML-DSA-44 with another time",
    (head) => [quantumLine(head.origin, encodeCosignedTree(head.origin, TIME + 1, head))],
    false,
  ],
  ["ML-DSA-44 at the time 0", (head) => [quantumLine(head.origin, encodeCosignedTree(head.origin, 0, head), 0)], false],
];
const quantumLine = (name: string, message: Uint8Array, time = TIME): string =>
  formatSignature(
    createVerifierKey(name, "mldsa44-cosignature", mldsa44.publicKey),
    prependTime(time, mldsa44.sign(message)),
  );
/** The 8 bytes before size and root. */
const startAtOne = (message: Uint8Array): Uint8Array =>
  concatBytes(message.slice(0, -41), Uint8Array.of(1), message.slice(-40));

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)];
}
function without(record: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = record;
  return rest;
}
