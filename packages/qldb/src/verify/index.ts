export { readBlock, type Block } from "./block.ts";
export { verifyExport, type Run, type Verdict } from "./export.ts";
export { dot, foldPath, hashIon, computeLevels, computeMerkleRoot } from "./hash.ts";
export { readRevision, isRevisionInDigest, type Revision } from "./revision.ts";
