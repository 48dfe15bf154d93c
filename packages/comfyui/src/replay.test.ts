import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseHistory } from "./history.ts";
import { parseBinary, parseText } from "./message.ts";
import { describeRefusal } from "./outcome.ts";

const recorded = path.join(import.meta.dirname, "../../../../shared/comfyui-traffic");
const files = existsSync(recorded) ? readdirSync(recorded).filter((name) => name.endsWith(".jsonl")) : [];
if (files.length === 0) console.log("skipped: there is no recorded ComfyUI traffic next to this repository");

interface Line {
  ws?: string;
  text?: unknown;
  binary_base64?: string;
  sent?: unknown;
  dir?: string;
  http?: string;
  status?: number;
  body?: unknown;
}
const read = (file: string) =>
  readFileSync(path.join(recorded, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** Topics of the recorded scenarios, by the prompts that ended. */
const endings: Record<string, string[]> = {
  "01-image-run.jsonl": ["success"],
  "02-cached-run.jsonl": ["success"],
  "08-node-error.jsonl": ["error"],
  "09-interrupt.jsonl": ["interrupted"],
};

describe.skipIf(files.length === 0)("traffic recorded from a real ComfyUI", () => {
  test.each(files)("%s: parses every frame and classifies every response", (file) => {
    const lines = read(file);
    const results = new Set<string>();
    for (const line of lines) {
      if (line.ws !== undefined && line.text !== undefined) expect(parseText(JSON.stringify(line.text))).toBeDefined();
    }
    // Only the first two binary frames of a file were recorded completely.
    const pictures = lines
      .flatMap((line) => (line.binary_base64 === undefined ? [] : [line.binary_base64]))
      .slice(0, 2);
    for (const picture of pictures)
      expect(parseBinary(Buffer.from(picture, "base64"))).toMatchObject({ type: "preview" });
    for (const [i, line] of lines.entries()) {
      const id = /^GET \/history\/([^/?]+)$/.exec(line.http ?? "")?.[1];
      if (id === undefined) continue;
      const answer = lines.slice(i + 1).find((later) => later.dir === "<");
      const ending = parseHistory(answer?.body, id);
      if (ending) results.add(ending.result);
    }
    for (const expected of endings[file] ?? []) expect(results).toContain(expected);
  });

  test("refusals name their node, and no file that was not sent", () => {
    const refusals = files
      .flatMap(read)
      .filter((line) => line.dir === "<" && line.status === 400 && typeof line.body === "object");
    expect(refusals.length).toBeGreaterThan(5);
    for (const { body } of refusals) {
      const failure = describeRefusal(body);
      expect(failure.kind).toBe("invalid");
      expect(JSON.stringify(failure)).not.toMatch(/random-sd15|\/opt\/comfyui|Traceback/);
    }
  });
});
