import { decodeBase64, parseCheckpoint, parseNote, encodeUtf8, type Checkpoint } from "@pegbar/verify";

/** A parsed, unverified request to cosign. */
export interface AddCheckpoint {
  oldSize: number;
  proof: Uint8Array[];
  note: string;
  checkpoint: Checkpoint;
}

const MAX_PROOF_LINES = 63;

/** Undefined unless the request has the format of C2SP tlog-witness. */
export function parseRequest(body: Uint8Array): AddCheckpoint | undefined {
  const text = decodeBody(body);
  const border = text?.indexOf("\n\n") ?? -1;
  if (text === undefined || border < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, border).split("\n");
  const size = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
  if (size === undefined || !Number.isSafeInteger(Number(size)) || lines.length > MAX_PROOF_LINES) return undefined;
  const proof = lines.map(decodeBase64).filter((hash) => hash?.length === 32) as Uint8Array[];
  if (proof.length !== lines.length) return undefined;
  const note = text.slice(border + 2);
  const parsed = parseNote(note);
  const checkpoint = "reason" in parsed ? undefined : parseCheckpoint(parsed.text);
  // A cosigned tree encodes the length of the origin in one byte.
  if (!checkpoint || encodeUtf8(checkpoint.origin).length > 255) return undefined;
  return { oldSize: Number(size), proof, note, checkpoint };
}

function decodeBody(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    // Not UTF-8: rejected like other malformed requests.
    return undefined;
  }
}
