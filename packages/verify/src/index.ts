export * from "./bytes.ts";
export * from "./canonical.ts";
export * from "./certificate.ts";
export * from "./merkle.ts";
export * from "./note.ts";
