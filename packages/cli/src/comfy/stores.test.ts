import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Prompt } from "./prompt.ts";
import { PromptStore } from "./prompt-store.ts";
import { UploadStore } from "./upload-store.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "pegbar-stores-"));
});
afterAll(() => rm(root, { recursive: true }));

const createPrompt = (promptId: string, more: Partial<Prompt> = {}): Prompt => ({
  promptId,
  run: 0,
  number: 0,
  clientId: null,
  graph: {},
  extraData: {},
  outputs: [],
  deliveries: {},
  pegbar: { job_id: "job_1", shot: "A/b/c", reserved: { gpuSeconds: 1, dollars: 0.1 } },
  started: false,
  files: [],
  ...more,
});
const end = { outputs: {}, meta: {}, success: true, messages: [] };

test("keeps prompts in their order, readable only by their owner, and ignores damaged files", async () => {
  const folder = path.join(root, "prompts");
  const store = await PromptStore.open(folder);
  for (const id of ["b", "a", "c"]) await store.save(createPrompt(id));
  const [first] = store.all;
  if (!first) throw new Error("no prompt");
  // Changes at the same time: the last one stays.
  await Promise.all([
    store.save(Object.assign(first, { started: true })),
    store.save(Object.assign(first, { cancel: "interrupt" as const })),
  ]);
  await store.save(createPrompt("a", { run: 1 }));
  await writeFile(path.join(folder, "00000009-x.json"), "{damaged");
  const again = await PromptStore.open(folder);
  expect(again.all.map(({ promptId, run }) => `${promptId}${run}`)).toEqual(["b0", "a0", "c0", "a1"]);
  expect(again.all[0]).toMatchObject({ started: true, cancel: "interrupt" });
  expect(again.countRuns("a")).toBe(2);
  for (const name of await readdir(folder))
    if (!name.startsWith("00000009")) expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
  await again.remove(again.all[1] as Prompt);
  expect((await PromptStore.open(folder)).all).toHaveLength(3);
});

test("drops the oldest ended prompts, and no waiting one", async () => {
  const store = await PromptStore.open(path.join(root, "many"));
  await store.save(createPrompt("waiting"));
  for (let index = 0; index < 505; index++) await store.save(createPrompt(`ended-${index}`, { end }));
  const ids = store.all.map(({ promptId }) => promptId);
  expect(ids).toHaveLength(501);
  expect(ids.slice(0, 2)).toEqual(["waiting", "ended-5"]);
});

test("renames uploads on a clash as ComfyUI does, and keeps equal bytes once", async () => {
  const folder = path.join(root, "uploads");
  const store = await UploadStore.open(folder);
  const add = async (text: string, overwrite = false) => {
    const name = { type: "input", subfolder: "", filename: "a.png" } as const;
    return (await store.add(name, new TextEncoder().encode(text), overwrite)).filename;
  };
  expect([await add("1"), await add("2"), await add("2"), await add("1"), await add("3", true)]).toEqual([
    "a.png",
    "a (1).png",
    "a (1).png",
    "a.png",
    "a.png",
  ]);
  await store.add({ type: "input", subfolder: "b", filename: "c.png" }, new TextEncoder().encode("2"), false);
  await store.add({ type: "temp", subfolder: "", filename: "t.png" }, new TextEncoder().encode("2"), false);
  const again = await UploadStore.open(folder);
  expect(again.listInputs()).toEqual(["a (1).png", "a.png", "b/c.png"]);
  expect(await readdir(path.join(folder, "bytes"))).toHaveLength(3);
});
