import { defineConfig } from "vitest/config";

/**
 * `COMFYUI_URL=http://127.0.0.1:8188 npm run test:comfyui`: the contract suite on a real server, then thousands of
 * changed graphs that the server and we judge (`COMFYUI_CASES`, `COMFYUI_SEED`).
 */
export default defineConfig({
  test: {
    include: ["packages/comfyui/src/contract/**/*.contract.ts", "packages/comfyui/test/*.contract.ts"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
