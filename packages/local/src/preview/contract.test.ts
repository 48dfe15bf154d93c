import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { testComfyUIContract } from "@pegbar/comfyui/contract";
import { startPreview } from "./index.ts";

testComfyUIContract("preview renderer", async () => {
  const dir = await mkdtemp(path.join(tmpdir(), "pegbar-preview-"));
  const preview = await startPreview({ dir });
  return {
    url: preview.url,
    stop: async () => {
      await preview.stop();
      await rm(dir, { recursive: true });
    },
  };
});
