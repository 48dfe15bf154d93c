import { enableCompileCache } from "node:module";
import { fastEnvironment } from "./platform/fast-start.ts";
import "./process/imports.mjs";

enableCompileCache(fastEnvironment().NODE_COMPILE_CACHE);
