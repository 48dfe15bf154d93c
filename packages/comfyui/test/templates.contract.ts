import { expect, test } from "vitest";
import { check } from "../src/check.ts";
import { convertWorkflow } from "../src/editor/convert.ts";
import { isEditorWorkflow } from "../src/editor/parse-workflow.ts";
import { listFileInputs, listModelNames } from "../src/inventory.ts";
import { parseObjectInfo } from "../src/object-info.ts";
import { readExport } from "../src/read-export.ts";

const url = process.env["COMFYUI_URL"];
if (!url) throw new Error("COMFYUI_URL is missing: COMFYUI_URL=http://127.0.0.1:8188 npm run test:comfyui");

/** Codes that tell of a class which shared workers do not run, or which the server does not have. */
const OF_CLASSES: readonly string[] = ["forbidden_node", "unknown_node"];

test("accepts all templates that the server offers, unless a class is not allowed", async () => {
  const objectInfo = parseObjectInfo(await (await fetch(`${url}/object_info`)).json());
  const index = (await (await fetch(`${url}/templates/index.json`)).json()) as { templates: { name: string }[] }[];
  const names = [...new Set(index.flatMap(({ templates }) => templates.map(({ name }) => name)))];
  const refused: Record<string, string[]> = {};
  let [accepted, notAllowed] = [0, 0];
  for (const name of names) {
    const answer = await fetch(`${url}/templates/${encodeURIComponent(name)}.json`);
    if (!answer.ok) continue;
    const template = (await answer.json()) as Record<string, unknown>;
    if (!isEditorWorkflow(template)) continue;
    const converted = convertWorkflow(template, objectInfo);
    const { graph } = readExport(converted.graph, objectInfo);
    // Each job brings its own files. Here each model is cleared.
    for (const { nodeId, input } of listFileInputs(graph, objectInfo)) {
      const node = graph[nodeId];
      if (node) node.inputs[input] = "inp_1";
    }
    const policy = {
      allowedFiles: new Set(["inp_1"]),
      models: new Set(listModelNames(graph, objectInfo).map((model) => model.name)),
      customNodes: [],
    };
    const problems = [...converted.problems, ...check(graph, objectInfo, policy)];
    if (problems.some(({ code }) => OF_CLASSES.includes(code))) notAllowed++;
    else if (problems.length === 0) accepted++;
    else refused[name] = problems.map(({ code, nodeId, message }) => `${code} ${nodeId}: ${message}`);
  }
  console.log(`${accepted} of ${names.length} templates accepted; ${notAllowed} use classes that are not allowed`);
  expect(refused).toEqual({});
  expect(accepted).toBeGreaterThan(100);
}, 600_000);
