/** The preview renderer as a process of its own: `PREVIEW_DIR`, `PREVIEW_MODELS`, `PREVIEW_PORT`, `PREVIEW_PACE_MS`. */
import { startPreview } from "./index.ts";

const readNumber = (name: string): number | undefined => {
  const text = process.env[name];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, not "${text}"`);
  return value;
};

const dir = process.env["PREVIEW_DIR"];
if (!dir) throw new Error("Set PREVIEW_DIR: the folder for input, output and temp.");
const port = readNumber("PREVIEW_PORT");
const paceMs = readNumber("PREVIEW_PACE_MS");

const models = process.env["PREVIEW_MODELS"];

const preview = await startPreview({
  dir,
  print: (line) => console.log(line),
  ...(models ? { models } : {}),
  ...(port === undefined ? {} : { port }),
  ...(paceMs === undefined ? {} : { paceMs }),
});

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void preview.stop().finally(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("disconnect", stop);
// Standard input ends when the parent exits, even if it was killed.
if (process.env["PREVIEW_FOLLOW_STDIN"] === "1") process.stdin.resume().once("end", stop);
process.send?.({ type: "ready", url: preview.url });
if (!process.send) console.log(preview.url);
