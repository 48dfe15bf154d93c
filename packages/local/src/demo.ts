import "./fast-imports.ts";

// Imported only now, so that its modules are compiled with the cache.
await import("./command/demo.ts");
