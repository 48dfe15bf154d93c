import { decodeBase64, toBase64 } from "./bytes.ts";
import { MAX_PROOF } from "./merkle.ts";

const HEADER = "c2sp.org/tlog-proof@v1";

/** An inclusion proof (C2SP tlog-proof) without extra data. */
export interface TlogProof {
  index: number;
  /** Nearest sibling first. */
  hashes: Uint8Array[];
  /** Signed note. */
  checkpoint: string;
}

export const formatTlogProof = ({ index, hashes, checkpoint }: TlogProof): string =>
  [HEADER, `index ${index}`, ...hashes.map(toBase64), "", checkpoint].join("\n");

/** Parses a proof; undefined if it is malformed. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const border = text.indexOf("\n\n");
  if (border < 0) return undefined;
  const [header, indexLine, ...lines] = text.slice(0, border).split("\n");
  const digits = /^index (0|[1-9][0-9]{0,15})$/.exec(indexLine ?? "")?.[1];
  const index = Number(digits);
  if (header !== HEADER || digits === undefined || !Number.isSafeInteger(index)) return undefined;
  if (lines.length > MAX_PROOF) return undefined;
  const hashes = lines.map(decodeBase64);
  if (!hashes.every((hash) => hash?.length === 32)) return undefined;
  return { index, hashes: hashes as Uint8Array[], checkpoint: text.slice(border + 2) };
}
