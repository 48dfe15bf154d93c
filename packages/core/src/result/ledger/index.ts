export { certificate, credentialedId } from "./certificate.ts";
export { leafOf, type Leaf } from "./leaf.ts";
export { shotCertificate } from "./shot.ts";
