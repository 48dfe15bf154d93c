#!/usr/bin/env node
import module from "node:module";
import path from "node:path";
import envPaths from "env-paths";

// In the user's folder, because other users could replace a cache in a shared one. Node has it since 22.1.
module.enableCompileCache?.(
  process.env["NODE_COMPILE_CACHE"] ?? path.join(envPaths("pegbar", { suffix: "" }).cache, "compiled"),
);

// Imported only now, so that its modules are compiled with the cache.
await import("./command.ts");
