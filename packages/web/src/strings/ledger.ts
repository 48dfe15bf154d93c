import { locale } from "../components/locale.ts";

const number = new Intl.NumberFormat(locale);
const count = (value: number, one: string, many = `${one}s`): string =>
  `${number.format(value)} ${value === 1 ? one : many}`;

/** Text of the page for the ledger. */
export const strings = {
  title: "Ledger",
  about:
    "Records how every result was made. Records can only be added: each checkpoint signs all of them, so that a changed or removed record shows.",
  empty: "No records yet",
  emptyHint: "The first finished job or uploaded file writes the first record.",

  size: "Size",
  records: (value: number) => count(value, "record"),
  signed: "Signed records",
  pending: "Waiting records",
  pendingHint: "Written and signed within a second or so.",
  none: "None",
  sizeHint: "Your studio’s records that the last checkpoint signs.",
  origin: "Name",
  originHint: "What certificates call your ledger. It doesn’t reveal your studio.",

  checkpoint: "Last checkpoint",
  checkpointHint: "A signed summary of all records so far.",
  signedAt: "Signed",
  signedAtHint: "A new checkpoint follows within a second of new records.",
  unknownTime: "without a time",
  root: "Root hash",
  rootHint: "One hash over all records. It changes if any of them does.",
  signers: "Signed by",
  signersHint: "Two independent algorithms, so that one broken algorithm is not enough to forge a checkpoint.",
  algorithms: {
    ed25519: "Ed25519",
    "ed25519-cosignature": "Ed25519",
    mldsa44: "ML-DSA-44 (post-quantum)",
    "mldsa44-cosignature": "ML-DSA-44 (post-quantum)",
  } as Record<string, string>,
  valid: "Signatures verified in your browser",
  invalid: (reason: string) => `The checkpoint is not valid: ${reason}. Tell the operator, and keep your last export.`,
  unsigned: (key: string) => `it is not signed with ${key}`,

  anchors: "Anchors",
  anchored: "Anchored",
  anchorHint:
    "Every checkpoint is copied to storage where nobody can change or delete it, before it is published. This is its key there.",
  platform: "Platform’s ledger",
  platformHint: "Also records the checkpoints of all studios. Witnesses cosign it.",

  witnesses: "Witnesses",
  witnessesHint:
    "Independent parties that sign the platform’s ledger only if it continues what they have seen. A rewritten history would need all of them.",
  noWitnesses: "No witness has signed yet",
  noWitnessesHint: "A studio can run one itself. Ask the operator to add it.",
  witness: "Witness",
  state: "State",
  lastSignature: "Last signature",
  covers: "Covers",
  current: "Up to date",
  behind: (value: number) => `${count(value, "record")} behind`,
  ofPlatform: (value: number) => `first ${count(value, "record")}`,

  verify: "Verify a result",
  verifyHint: "Checks a result’s certificate against these signatures, in the browser and without a sign-in.",
  keys: "Public keys",
  keyNumber: (at: number) => `Key ${at}`,
  keysHint: "Keep a copy. Whoever verifies a certificate compares these keys.",

  export: "Export",
  exportTitle: "Export the ledger",
  exportHint:
    "A ZIP file with all records, hashes, the checkpoint and the keys. It is verified before it is saved. Unpacked, it can be checked offline:",
  exportCommand: "pegbar ledger check FOLDER",
  exportLarge: "Large ledgers: use pegbar ledger copy, which continues an interrupted copy.",
  fetching: (done: number, all: number) => `${number.format(done)} of ${count(all, "file")}`,
  checking: "Checking records and signatures…",
  progress: "Progress of the export",
  exported: (value: number) => `${count(value, "record")} exported and verified.`,
  exportInvalid: (reason: string) => `Nothing was saved, because the ledger is not valid: ${reason}.`,
  stop: "Stop",
};
