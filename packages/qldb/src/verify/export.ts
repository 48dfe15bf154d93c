import { isEqual, toBase64 } from "@pegbar/verify";
import type { dom } from "ion-js";
import { parseAddress, assertPlace, readBlock, type Block } from "./block.ts";
import { getField, parseValues } from "./ion.ts";
import { readRevision, type Revision } from "./revision.ts";

/** A sequence of blocks without gaps. It may have blocks before and after it. */
export interface Run {
  strandId: string;
  first: number;
  last: number;
  /** As QLDB's base64. */
  lastHash: string;
}

export type Verdict =
  | { valid: true; runs: Run[]; blocks: number; revisions: Record<Revision["kind"], number> }
  | { valid: false; reason: string };

/**
 * Verifies an export or stream of QLDB, in Ion text or binary: all hashes of blocks and revisions, and that each block
 * follows the previous one. The files may be in any order. JSON exports do not contain everything that was hashed.
 */
export function verifyExport(contents: readonly (string | Uint8Array)[]): Verdict {
  try {
    return verifyBlocks(contents.flatMap(parseIon));
  } catch (error) {
    return { valid: false, reason: error instanceof Error ? error.message : "it cannot be read" };
  }
}

/** Parses a file's values. @throws TypeError that names an invalid file */
function parseIon(content: string | Uint8Array, at: number): dom.Value[] {
  try {
    return parseValues(content);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, "") : "unreadable";
    throw new TypeError(`file ${at + 1} is not what QLDB exported, in Ion: ${why}`, { cause: error });
  }
}

const blockName = ({ strandId, sequenceNo }: Pick<Block, "strandId" | "sequenceNo">) => `${strandId}/${sequenceNo}`;
const getRecordType = (value: dom.Value): string | undefined => value.get("recordType")?.stringValue() ?? undefined;

/** Adds the block's name to an error. */
function addContext<T>(value: dom.Value, read: (value: dom.Value) => T): T {
  const name = blockName(parseAddress(value));
  try {
    return read(value);
  } catch (error) {
    throw new TypeError(`block ${name}: ${error instanceof Error ? error.message : "unreadable"}`, { cause: error });
  }
}

function verifyBlocks(all: readonly dom.Value[]): Verdict {
  const blocks = new Map<string, Block>();
  const revisions = { data: 0, redacted: 0, deleted: 0, hidden: 0 };
  const apart: { at: ReturnType<typeof parseAddress>; revision: Revision }[] = [];
  for (const value of all) {
    if (getRecordType(value) === "CREATED" || getRecordType(value) === "COMPLETED" || isManifest(value)) continue;
    if (getRecordType(value) === "REVISION_DETAILS") {
      const revision = getField(getField(value, "payload"), "revision");
      apart.push({ at: parseAddress(revision), revision: addContext(revision, readRevision) });
      continue;
    }
    const block = addContext(getRecordType(value) === "BLOCK_SUMMARY" ? getField(value, "payload") : value, readBlock);
    const twin = blocks.get(blockName(block));
    // A stream may contain a record several times.
    if (twin && !isEqual(twin.hash, block.hash))
      throw new TypeError(`block ${blockName(block)} is there twice, and differs`);
    blocks.set(blockName(block), block);
  }
  for (const { at, revision } of apart) {
    const block = blocks.get(blockName(at));
    const hidden = block?.revisions.find((one) => isEqual(one.hash, revision.hash));
    if (!block || !hidden) throw new TypeError(`block ${blockName(at)}: it lacks a revision that was streamed for it`);
    assertPlace(revision, at, block);
    hidden.kind = revision.kind;
  }
  if (blocks.size === 0) throw new TypeError("there is no block");
  for (const { revisions: found } of blocks.values()) for (const { kind } of found) revisions[kind]++;
  return { valid: true, runs: splitIntoRuns([...blocks.values()]), blocks: blocks.size, revisions };
}

/** The manifest of an export is next to its files. */
const isManifest = (value: dom.Value): boolean => value.get("keys") !== null && value.get("blockAddress") === null;

function splitIntoRuns(blocks: readonly Block[]): Run[] {
  const runs: Run[] = [];
  let before: Block | undefined;
  for (const block of blocks.toSorted(
    (a, b) => a.strandId.localeCompare(b.strandId, "en") || a.sequenceNo - b.sequenceNo,
  )) {
    const run = runs.at(-1);
    if (run && before?.strandId === block.strandId && before.sequenceNo + 1 === block.sequenceNo) {
      if (!isEqual(before.hash, block.previous))
        throw new TypeError(`block ${blockName(block)}: it does not follow from the block before`);
      run.last = block.sequenceNo;
      run.lastHash = toBase64(block.hash);
    } else {
      const { strandId, sequenceNo } = block;
      runs.push({ strandId, first: sequenceNo, last: sequenceNo, lastHash: toBase64(block.hash) });
    }
    before = block;
  }
  return runs;
}
