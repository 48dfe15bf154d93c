#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import path from "node:path";
import envPaths from "env-paths";

// In the user's own folder: a cache in a shared one could be replaced by others.
enableCompileCache(
  process.env["NODE_COMPILE_CACHE"] ?? path.join(envPaths("pegbar", { suffix: "" }).cache, "compiled"),
);

// Imported only now, so that its modules are compiled with the cache.
await import("./command.ts");
