import { enableCompileCache } from "node:module";
import { buildFastEnvironment } from "./platform/fast-start.ts";
import "./process/imports.mjs";

enableCompileCache(buildFastEnvironment().NODE_COMPILE_CACHE);
