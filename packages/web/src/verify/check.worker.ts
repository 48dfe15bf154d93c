import { hashInParts } from "@pegbar/sdk/hash";
import {
  leafHash,
  parseCertificate,
  parseTlogProof,
  toHex,
  utf8,
  verify,
  type Trusted,
  type Verdict,
} from "@pegbar/verify";

/** What the page asks of this thread. A picture that was hashed before comes as its hash. */
export interface Ask {
  id: number;
  certificate: Blob | undefined;
  picture: Blob | { sha256: string } | undefined;
  trusted: Trusted | undefined;
}
/** One record as it lies in the log, for whoever wants to reckon it by hand. */
export interface Raw {
  record: string;
  leaf: string;
  index: number;
  proof: string;
}
export interface Answer {
  sha256: string | undefined;
  /** Undefined without a certificate. */
  verdict: Verdict | undefined;
  /** In the order of the verdict's statements: the one of the file, or the first ones. */
  raw: Raw[];
}
export type Told =
  { id: number; hashed: number; of: number } | { id: number; answer: Answer } | { id: number; failed: string };

/** More than a certificate may have is not even read. */
const MAX_BYTES = 64 << 20;
const MAX_RAW = 20;

const tell = (told: Told) => postMessage(told);
let newest = 0;

addEventListener("message", ({ data }: MessageEvent<Ask>) => {
  newest = data.id;
  answer(data)
    .then((answer) => tell({ id: data.id, answer }))
    .catch((error: unknown) => tell({ id: data.id, failed: error instanceof Error ? error.message : String(error) }));
});

async function answer({ id, certificate, picture, trusted }: Ask): Promise<Answer> {
  const sha256 = picture instanceof Blob ? await hash(id, picture) : picture?.sha256;
  if (!certificate) return { sha256, verdict: undefined, raw: [] };
  if (certificate.size > MAX_BYTES)
    return { sha256, verdict: { valid: false, reason: "the certificate is too long" }, raw: [] };
  const text = await certificate.text();
  const verdict = verify(text, sha256 === undefined ? undefined : { sha256 }, trusted);
  return { sha256, verdict, raw: rawOf(text, verdict) };
}

async function hash(id: number, picture: Blob): Promise<string> {
  const stop = new AbortController();
  let told = 0;
  const onHashed = (hashed: number) => {
    // Another file was dropped meanwhile.
    if (newest !== id) stop.abort();
    if (hashed - told < 8 << 20) return;
    told = hashed;
    tell({ id, hashed, of: picture.size });
  };
  return (await hashInParts(picture, Infinity, { signal: stop.signal, onHashed })).sha256;
}

function rawOf(text: string, verdict: Verdict): Raw[] {
  const certificate = parseCertificate(text);
  if ("reason" in certificate || !verdict.valid) return [];
  const about = verdict.file?.index;
  return certificate.entries
    .map(({ record, proof }) => ({ record, proof, index: parseTlogProof(proof)?.index ?? 0 }))
    .filter(({ index }) => about === undefined || verdict.about === "asset" || index === about)
    .slice(0, MAX_RAW)
    .map((one) => ({ ...one, leaf: toHex(leafHash(utf8(one.record))) }));
}
