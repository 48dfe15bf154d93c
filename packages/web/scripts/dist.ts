import { fileURLToPath } from "node:url";

/** Folder of the built portal. */
export const dist = fileURLToPath(new URL("../dist", import.meta.url));
