import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BadOutput } from "../bad-output.ts";
import { containsWorkflow } from "./find-workflow.ts";
import { removeWorkflow } from "./remove-workflow.ts";

/** Files that ComfyUI 0.33's SaveWEBM and SaveSVGNode wrote with `--disable-metadata`. */
const real = (name: string) => path.join(import.meta.dirname, "../../test/outputs", name);
const ATTEMPT = "att_01KB9WXYZ0000000000000000A";
const GRAPH = JSON.stringify({ "9": { class_type: "Save", inputs: { filename_prefix: `${ATTEMPT}/9` } } });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-outputs-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const remove = (file: string) =>
  removeWorkflow(file, { nodeId: "9", filename: "a.bin", attemptId: ATTEMPT, folder: path.join(folder, "spool") });
async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

describe("a WebM file of ComfyUI", () => {
  test("loses the graph, and nothing else", async () => {
    const file = real("save-webm.webm");
    const before = await readFile(file);
    expect(before.toString("latin1")).toContain("EmptyImage");
    const copy = await remove(file);
    const after = await readFile(copy);
    expect(after.toString("latin1")).not.toMatch(/EmptyImage|class_type|att_/);
    expect(after.length).toBe(before.length);
    // The tags, from their id (the first one is in the list of positions) up to the first cluster, are now a void element of the same length.
    const [start, end] = [before.lastIndexOf(Buffer.from("1254c367", "hex")), before.indexOf("1f43b675", "hex")];
    expect(after.subarray(0, start)).toEqual(before.subarray(0, start));
    expect(after.subarray(end)).toEqual(before.subarray(end));
    expect(after.subarray(start, start + 3).toString("hex")).toBe("ec0100");
    expect(after.readUIntBE(start + 3, 6)).toBe(end - start - 9);
    expect(after.subarray(start + 9, end).every((byte) => byte === 0)).toBe(true);
    // The output itself is unchanged, because ComfyUI may still use it.
    expect(await readFile(file)).toEqual(before);
  });

  test("is refused if its tags are in a part of unknown size", async () => {
    const bytes = await readFile(real("save-webm.webm"));
    const segment = bytes.indexOf("18538067", "hex");
    bytes.fill(0xff, segment + 5, segment + 12);
    await expect(remove(await write("live.webm", bytes))).rejects.toThrow(BadOutput);
  });

  test.each([3, 40, 60, 300, 600, 805])("is refused or clean if it is cut off after %i bytes", async (length) => {
    const bytes = (await readFile(real("save-webm.webm"))).subarray(0, length);
    const file = await write("cut.webm", bytes);
    const copy = await remove(file).catch((error: unknown) => error);
    if (typeof copy !== "string") expect(copy).toBeInstanceOf(BadOutput);
    else expect(await containsWorkflow(copy, ATTEMPT)).toBe(false);
  });
});

test("an SVG of ComfyUI loses the graph, and keeps its own metadata", async () => {
  const copy = await remove(real("save-svg.svg"));
  const svg = await readFile(copy, "utf8");
  expect(svg).toBe(
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">\n' +
      '            <metadata>mine é</metadata><rect width="8" height="8"/></svg>\n',
  );
});

test("other files are delivered as they are", async () => {
  const others = {
    "plain.png": "no graph",
    "names.txt": `${ATTEMPT}/9_00001_.png`,
    "other-graph.json": '{"1": {"class_type": "LoadImage"}}',
  };
  for (const [name, content] of Object.entries(others)) {
    const file = await write(name, content);
    expect(await remove(file)).toBe(file);
  }
});

describe("a file of another format with the graph", () => {
  const mp4 = Buffer.concat([Buffer.from("0000001c66747970", "hex"), Buffer.from(GRAPH)]);
  test.each<[string, string | Uint8Array]>([
    ["UTF-8", mp4],
    ["UTF-16, little-endian", Buffer.from(GRAPH, "utf16le")],
    ["UTF-16, big-endian", Buffer.from(GRAPH, "utf16le").swap16()],
    ["an SVG that another node wrote", `<svg><desc>${GRAPH}</desc></svg>`],
  ])("is refused: %s", async (_what, content) => {
    await expect(remove(await write("refused", content))).rejects.toThrow(
      /^Node 9 wrote the workflow into a\.bin, and it cannot be removed\./,
    );
  });

  test("is found across the parts in which it is read", async () => {
    for (const before of [65_536 - 20, 65_536 - 1, 2 * 65_536 - 5]) {
      const file = await write("large", Buffer.concat([Buffer.alloc(before), Buffer.from(GRAPH)]));
      expect(await containsWorkflow(file, ATTEMPT)).toBe(true);
    }
  });
});
