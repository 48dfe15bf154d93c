import { hashInParts } from "@pegbar/sdk/hash";
import {
  hashLeaf,
  parseCertificate,
  parseTlogProof,
  toHex,
  encodeUtf8,
  verify,
  type Trusted,
  type Verdict,
} from "@pegbar/verify";

/** A picture that was hashed before is sent as its hash. */
export interface CheckRequest {
  id: number;
  certificate: Blob | undefined;
  picture: Blob | { sha256: string } | undefined;
  trusted: Trusted | undefined;
}
/** One record as stored in the log, for manual verification. */
export interface RawRecord {
  record: string;
  leaf: string;
  index: number;
  proof: string;
}
export interface CheckResult {
  sha256: string | undefined;
  /** Undefined without a certificate. */
  verdict: Verdict | undefined;
  /** In the order of the verdict's statements: the file's record, or the first {@link MAX_RAW}. */
  raw: RawRecord[];
}
export type CheckResponse =
  | { id: number; hashed: number; of: number }
  | { id: number; result: CheckResult }
  | { id: number; error: string };

/** Larger certificates are not read. */
const MAX_BYTES = 64 << 20;
const MAX_RAW = 20;

const respond = (response: CheckResponse) => postMessage(response);
let latestId = 0;

addEventListener("message", ({ data }: MessageEvent<CheckRequest>) => {
  latestId = data.id;
  runCheck(data)
    .then((result) => respond({ id: data.id, result }))
    .catch((error: unknown) => respond({ id: data.id, error: error instanceof Error ? error.message : String(error) }));
});

async function runCheck({ id, certificate, picture, trusted }: CheckRequest): Promise<CheckResult> {
  const sha256 = picture instanceof Blob ? await hashPicture(id, picture) : picture?.sha256;
  if (!certificate) return { sha256, verdict: undefined, raw: [] };
  if (certificate.size > MAX_BYTES)
    return { sha256, verdict: { valid: false, reason: "the certificate is too long" }, raw: [] };
  const text = await certificate.text();
  const verdict = verify(text, sha256 === undefined ? undefined : { sha256 }, trusted);
  return { sha256, verdict, raw: listRawRecords(text, verdict) };
}

async function hashPicture(id: number, picture: Blob): Promise<string> {
  const stop = new AbortController();
  let reported = 0;
  const onHashed = (hashed: number) => {
    // A newer request replaced this one.
    if (latestId !== id) stop.abort();
    if (hashed - reported < 8 << 20) return;
    reported = hashed;
    respond({ id, hashed, of: picture.size });
  };
  return (await hashInParts(picture, Infinity, { signal: stop.signal, onHashed })).sha256;
}

function listRawRecords(text: string, verdict: Verdict): RawRecord[] {
  const certificate = parseCertificate(text);
  if ("reason" in certificate || !verdict.valid) return [];
  const about = verdict.file?.index;
  return certificate.entries
    .map(({ record, proof }) => ({ record, proof, index: parseTlogProof(proof)?.index ?? 0 }))
    .filter(({ index }) => about === undefined || verdict.about === "asset" || index === about)
    .slice(0, MAX_RAW)
    .map((one) => ({ ...one, leaf: toHex(hashLeaf(encodeUtf8(one.record))) }));
}
