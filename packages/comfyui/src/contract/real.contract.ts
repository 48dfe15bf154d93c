import { testComfyUIContract } from "./index.ts";

const url = process.env["COMFYUI_URL"];
if (!url) throw new Error("COMFYUI_URL is missing: COMFYUI_URL=http://127.0.0.1:8188 npm run test:comfyui");

/** Explicit tolerances of a newer or older server: `COMFYUI_TOLERATE=strictPromptId,reconnectWorks`. */
const tolerated = new Set((process.env["COMFYUI_TOLERATE"] ?? "").split(","));

testComfyUIContract(url, () => Promise.resolve({ url, stop: () => Promise.resolve() }), {
  reconnectWorks: tolerated.has("reconnectWorks"),
  strictPromptId: tolerated.has("strictPromptId"),
  noJobsApi: tolerated.has("noJobsApi"),
});
