import { defineConfig } from "vitest/config";

/** `COMFYUI_URL=http://127.0.0.1:8188 npm run test:comfyui`: the contract suite on a real server. */
export default defineConfig({
  test: {
    include: ["packages/comfyui/src/contract/real.contract.ts"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
