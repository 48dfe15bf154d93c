/**
 * Starts ComfyUI like the supervisor and stores its description, which graphs are validated against. Runs on the CPU
 * (`COMFYUI_FLAGS`) while the golden image is built. Usage: snapshot.ts FILE
 */
import { writeFileSync } from "node:fs";
import { ComfyClient, ImageSnapshot, findSnapshotProblems } from "@pegbar/comfyui";
import { waitForAnswer } from "../comfyui/wait-for-answer.ts";
import { readSnapshotConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { superviseChild } from "../process/child.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Missing file name. Usage: snapshot.ts FILE");
const { options, startSeconds, customNodes } = readSnapshotConfig(process.env);
const [log, logOutput] = [createLog("supervisor"), createLog("comfyui")];
/** ComfyUI ignores nodes that it cannot import; collect these errors. */
const failed: string[] = [];
const comfyui = superviseChild({
  ...options,
  onLine(line) {
    logOutput("info", line);
    if (line.includes("IMPORT FAILED")) failed.push(`ComfyUI could not import: ${line.trim()}`);
  },
});
const over = new AbortController();
comfyui.onExit(({ code, signal }) =>
  over.abort(new Error(`ComfyUI ended with ${code ?? signal} before it answered. See its output above.`)),
);
let problems: string[];
try {
  await comfyui.start();
  const { stats, objectInfo } = await waitForAnswer(new ComfyClient(options.url), { startSeconds, log }, over.signal);
  const snapshot = ImageSnapshot.parse({ comfyuiVersion: stats.system.comfyui_version, customNodes, objectInfo });
  problems = [...findSnapshotProblems(snapshot), ...failed];
  if (problems.length === 0) writeFileSync(file, JSON.stringify(snapshot));
  for (const problem of problems) log("error", `the image does not match its lock: ${problem}`);
  log("info", "asked", { version: snapshot.comfyuiVersion, classes: Object.keys(snapshot.objectInfo).length });
} finally {
  await comfyui.stop();
}
process.exit(problems.length === 0 ? 0 : 1);
