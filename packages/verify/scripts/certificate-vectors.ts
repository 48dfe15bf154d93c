/** Writes `vectors/certificates.json`: `node packages/verify/scripts/certificate-vectors.ts`, then `npm run format`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { certificateVectors } from "../test/certificate-vectors.ts";

const file = path.join(import.meta.dirname, "../vectors/certificates.json");
writeFileSync(file, `${JSON.stringify(certificateVectors(), null, 2)}\n`);
