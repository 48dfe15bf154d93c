import {
  hashEmptyTree,
  isEqual,
  renameKey,
  openCheckpoint,
  parseNote,
  formatSignature,
  formatNote,
  verifyConsistency,
  type VerifierKey,
} from "@pegbar/verify";
import type { Identity } from "./identity.ts";
import { parseRequest } from "./request.ts";
import type { State } from "./state.ts";

export interface Answer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  type: string;
  body: string;
  /** Logs of the witness itself. */
  about?: string;
}

const createRefusal = (status: Answer["status"], body: string, about?: string): Answer => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${body}\n`,
  ...(about === undefined ? {} : { about }),
});

/**
 * C2SP tlog-witness add-checkpoint. Synchronous from the comparison to the stored state, so that concurrent requests
 * cannot overtake each other. The state is on disk before the cosignatures are sent.
 */
export function addCheckpoint(
  body: Uint8Array,
  { trusted, state, self }: { trusted: readonly VerifierKey[]; state: State; self: Identity },
): Answer {
  const asked = parseRequest(body);
  if (!asked) return createRefusal(400, "malformed request");
  const { oldSize, proof, note, checkpoint } = asked;
  const { origin, size, root } = checkpoint;
  const about = `${origin} ${oldSize}..${size}`;
  const keys = trusted.map((key) => renameKey(key, origin)).filter((key) => key !== undefined);
  if (keys.length === 0) return createRefusal(404, "unknown log");
  const opened = openCheckpoint(note, keys);
  if ("reason" in opened) return createRefusal(403, opened.reason, about);
  if (opened.signedBy.length === 0) return createRefusal(403, "no signature of a trusted key", about);
  if (oldSize > size) return createRefusal(400, "the old size is above the checkpoint's", about);
  const newest = state.newest(origin);
  const known = newest?.size ?? 0;
  if (oldSize !== known) return { status: 409, type: "text/x.tlog.size", body: `${known}\n`, about };
  if (size === 0 && !isEqual(root, hashEmptyTree())) return createRefusal(422, "an empty log has another root", about);
  if (newest && oldSize === size && !isEqual(newest.root, root))
    return createRefusal(422, "another root at this size was cosigned", about);
  const follows =
    oldSize === 0 || oldSize === size
      ? proof.length === 0
      : newest !== undefined && verifyConsistency(oldSize, size, proof, newest.root, root);
  if (!follows) return createRefusal(422, "not consistent with what was cosigned", about);
  const lines = self.cosign(checkpoint, Math.floor(Date.now() / 1000));
  state.keep(checkpoint, formatNote(opened.text, [...listLines(note, opened.signedBy), ...lines]));
  return { status: 200, type: "text/plain; charset=utf-8", body: lines.join(""), about };
}

/** Lists the log's verified signature lines; other lines of the note are ignored. */
function listLines(note: string, signedBy: readonly { key: VerifierKey }[]): string[] {
  const parsed = parseNote(note);
  if ("reason" in parsed) return [];
  return signedBy.flatMap(({ key }) =>
    parsed.signatures
      .filter(({ name, id }) => name === key.name && isEqual(id, key.id))
      .slice(0, 1)
      .map(({ bytes }) => formatSignature(key, bytes)),
  );
}
