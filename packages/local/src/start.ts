import "./fast-imports.ts";

// Imported after the compile cache is enabled, so that these modules use it.
await import("./command/start.ts");
