import { fileURLToPath } from "node:url";

/** Where the portal lies once it is built. */
export const dist = fileURLToPath(new URL("../dist", import.meta.url));
