import { afterAll, beforeAll, expect, test } from "vitest";
import { check } from "../../check.ts";
import { isFileInput } from "../../file-inputs.ts";
import type { Graph } from "../../graph.ts";
import { isModelName } from "../../model-inputs.ts";
import { parseObjectInfo, type ObjectInfo } from "../../object-info.ts";
import { readExport } from "../../read-export.ts";
import { validate } from "../../validate.ts";
import { Peer } from "../peer.ts";
import { mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import { GraphSampler } from "./sample-graph.ts";
import { readAnswer, readValidation, type Verdict } from "./verdict.ts";

const url = process.env["COMFYUI_URL"];
if (!url) throw new Error("COMFYUI_URL is missing: COMFYUI_URL=http://127.0.0.1:8188 npm run test:comfyui");
const tolerated = new Set((process.env["COMFYUI_TOLERATE"] ?? "").split(","));
/** Number of changed graphs. */
const CASES = Number(process.env["COMFYUI_CASES"] ?? 3000);
const seed = process.env["COMFYUI_SEED"] ?? "pegbar";

interface Case {
  readonly graph: unknown;
  readonly changes: readonly string[];
  readonly server: Verdict;
}

const peer = new Peer(url);
const cases: Case[] = [];
let objectInfo: ObjectInfo = new Map();
let sampled = 0;

/** The server's verdict. What it accepts is removed from its queue at once. */
async function ask(graph: unknown): Promise<Verdict> {
  const answer = await peer.post("/prompt", { prompt: graph });
  if (answer.status === 200) {
    await peer.post("/queue", { clear: true });
    await peer.post("/interrupt", {});
  }
  return readAnswer(answer);
}

beforeAll(async () => {
  objectInfo = parseObjectInfo((await peer.get("/object_info")).body);
  const random = new Random(seed);
  const sampler = new GraphSampler(objectInfo, random);
  const classes = [...objectInfo.values()].filter(({ apiNode }) => !apiNode);
  const graphs = classes
    .map(({ classType }) => sampler.sample(classType))
    .filter((graph): graph is Graph => graph !== undefined);
  sampled = graphs.length / classes.length;
  for (const graph of graphs) cases.push({ graph, changes: [], server: await ask(graph) });
  for (let count = 0; count < CASES; count++) {
    const { graph, changes } = mutate(random.pick(graphs) ?? {}, objectInfo, random);
    cases.push({ graph, changes, server: await ask(graph) });
  }
}, 3_600_000);
afterAll(() => peer.post("/free", { free_memory: true }));

const describeCase = ({ graph, changes, server }: Case, ours: unknown) =>
  JSON.stringify({ changes, server, ours, graph }).slice(0, 2000);

test("almost every class is part of a graph that the server accepts", () => {
  expect(sampled).toBeGreaterThan(0.9);
  const unchanged = cases.filter(({ changes }) => changes.length === 0);
  const accepted = unchanged.filter(({ server }) => server.result === "accepted");
  expect(accepted.length / unchanged.length).toBeGreaterThan(0.95);
});

test("validate() judges like the server", () => {
  const options = { fileExists: (name: string) => files().has(name), namesCycles: !tolerated.has("unnamedCycles") };
  let sameResult = 0;
  let refused = 0;
  let sameErrors = 0;
  const different: string[] = [];
  for (const one of cases) {
    const ours = readValidation(validate(one.graph, objectInfo, options));
    const isSame = ours.result === one.server.result;
    if (isSame) sameResult++;
    if (ours.result === "accepted" && one.server.result === "accepted") continue;
    refused++;
    if (JSON.stringify(ours) === JSON.stringify(one.server)) sameErrors++;
    else different.push(describeCase(one, ours));
  }
  const figures = { cases: cases.length, verdicts: sameResult / cases.length, errorTypes: sameErrors / refused };
  console.log(JSON.stringify(figures), ...different.slice(0, 5));
  expect(refused).toBeGreaterThan(cases.length / 10);
  expect(figures.verdicts).toBeGreaterThanOrEqual(0.995);
  expect(figures.errorTypes).toBeGreaterThanOrEqual(0.98);
});

test("check() is never laxer than the server, and each stricter rule has a name", () => {
  const policy = { allowedFiles: files(), models: models(), customNodes: [] };
  // docs/how-to/comfyui-workflows.md describes these rules.
  const documented: string[] = [
    "forbidden_node",
    "unsafe_file_name",
    "bad_output_index",
    "wrong_type",
    "missing_input",
    "not_in_list",
    "cycle",
  ];
  const unnamed: string[] = [];
  const stricter = new Map<string, number>();
  const laxer: string[] = [];
  for (const one of cases) {
    const { graph, problems } = readExport(one.graph, objectInfo);
    const codes = new Set([...problems, ...check(graph, objectInfo, policy)].map(({ code }) => code));
    if (one.server.result !== "accepted" && codes.size === 0) laxer.push(describeCase(one, []));
    if (one.server.result !== "accepted") continue;
    for (const code of codes) {
      stricter.set(code, (stricter.get(code) ?? 0) + 1);
      if (!documented.includes(code)) unnamed.push(describeCase(one, code));
    }
  }
  console.log(JSON.stringify({ stricter: Object.fromEntries(stricter) }));
  expect(laxer).toEqual([]);
  expect(unnamed).toEqual([]);
});

const listChoices = (fits: (choice: unknown) => boolean): Set<string> =>
  new Set(
    [...objectInfo.values()].flatMap(({ inputs }) =>
      inputs.flatMap(({ choices = [] }) => choices.filter(fits).map(String)),
    ),
  );
const models = () => listChoices(isModelName);
const files = () =>
  new Set(
    [...objectInfo.values()].flatMap((spec) =>
      spec.inputs.flatMap((input) => (isFileInput(spec, input) ? (input.choices ?? []).map(String) : [])),
    ),
  );
