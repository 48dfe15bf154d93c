export { readBlock, type Block } from "./block.ts";
export { verifyExport, type Run, type Verdict } from "./export.ts";
export { dot, foldPath, ionHash, levels, merkle } from "./hash.ts";
export { readRevision, revisionInDigest, type Revision } from "./revision.ts";
