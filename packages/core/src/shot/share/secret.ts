import { createSecretKind } from "../../studio/token/secret.ts";

export { hashOf } from "../../studio/token/secret.ts";
export const { generate: generateSecret, isWhole } = createSecretKind("pgs_");
