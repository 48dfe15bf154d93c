export { createCertificate, buildCredentialedId } from "./certificate.ts";
export { waitForLeaf, type Leaf } from "./leaf.ts";
export { createShotCertificate } from "./shot.ts";
