import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { convertWorkflow } from "../src/editor/convert.ts";
import { workflows } from "../src/editor/fixture/workflows.ts";
import type { Graph } from "../src/graph.ts";
import { type ObjectInfo, parseObjectInfo } from "../src/object-info.ts";

const url = process.env["COMFYUI_URL"];
if (!url) throw new Error("COMFYUI_URL is missing: COMFYUI_URL=http://127.0.0.1:8188 npm run test:comfyui");

/** Path of Debian's package. */
const browserPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const isInstalled = existsSync(browserPath);
if (!isInstalled) console.warn(`skipped: ${browserPath} not found. Install it, or set CHROMIUM to its path.`);

/** What the editor does when it sends a workflow, and no conversion can know. */
const decidedWhenSent = new Set(["Load3D.image", "Load3DAdvanced.viewport_state", "Painter.mask"]);

const virtualTypes = new Set(["Note", "MarkdownNote", "Reroute", "PrimitiveNode"]);

interface SavedGraph {
  nodes: { type: string }[];
  definitions?: { subgraphs?: ({ id: string } & SavedGraph)[] };
}

let browser: Browser;
let page: Page;
let objectInfo: ObjectInfo;

beforeAll(async () => {
  if (!isInstalled) return;
  objectInfo = parseObjectInfo(await (await fetch(`${url}/object_info`)).json());
  browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(
    "globalThis.app?.graph && Object.keys(globalThis.LiteGraph?.registered_node_types ?? {}).length > 100",
    undefined,
    { timeout: 120_000 },
  );
  // The editor opens its last or its default workflow.
  await page.waitForTimeout(3_000);
}, 180_000);
afterAll(() => browser?.close());

/** The graph that the server's frontend sends. */
const sendWithFrontend = (workflow: unknown) =>
  page.evaluate(async (saved) => {
    const { app } = globalThis as unknown as {
      app: {
        loadGraphData: (saved: unknown, clean: boolean, restoreView: boolean) => Promise<void>;
        graphToPrompt: () => Promise<{ output: unknown }>;
      };
    };
    await app.loadGraphData(saved, true, false);
    return JSON.stringify((await app.graphToPrompt()).output);
  }, workflow);

/** Differences of two graphs: in inputs and classes, and separately in titles. */
function compare(ours: Graph, theirs: Graph): { inputs: string[]; titles: string[] } {
  const inputs: string[] = [];
  const titles: string[] = [];
  for (const id of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [a, b] = [ours[id], theirs[id]];
    if (!a || !b || a.class_type !== b.class_type) {
      inputs.push(`${id}: ${a?.class_type} instead of ${b?.class_type}`);
      continue;
    }
    if (a._meta?.title !== b._meta?.title) titles.push(`${id}: ${a._meta?.title} instead of ${b._meta?.title}`);
    for (const name of new Set([...Object.keys(a.inputs), ...Object.keys(b.inputs)])) {
      if (decidedWhenSent.has(`${a.class_type}.${name}`)) continue;
      const [mine, other] = [JSON.stringify(a.inputs[name]), JSON.stringify(b.inputs[name])];
      if (mine !== other) inputs.push(`${id}.${name}: ${mine?.slice(0, 80)} instead of ${other?.slice(0, 80)}`);
    }
  }
  return { inputs, titles };
}

const convert = (workflow: unknown) => {
  const { graph } = convertWorkflow(structuredClone(workflow) as Record<string, unknown>, objectInfo);
  return JSON.parse(JSON.stringify(graph)) as Graph;
};

test.skipIf(!isInstalled).each(Object.keys(workflows))("like the frontend: %s", async (name) => {
  const theirs = JSON.parse(await sendWithFrontend(workflows[name])) as Graph;
  expect(compare(convert(workflows[name]), theirs)).toEqual({ inputs: [], titles: [] });
});

const listSubgraphs = (graph: SavedGraph): ({ id: string } & SavedGraph)[] =>
  (graph.definitions?.subgraphs ?? []).flatMap((subgraph) => [subgraph, ...listSubgraphs(subgraph)]);

/** Classes of a template that the server does not have. */
function listUnknown(template: SavedGraph): string[] {
  const subgraphs = listSubgraphs(template);
  const ids = new Set(subgraphs.map(({ id }) => id));
  const types = [template, ...subgraphs].flatMap(({ nodes }) => nodes.map(({ type }) => type));
  return [...new Set(types)].filter((type) => !ids.has(type) && !virtualTypes.has(type) && !objectInfo.has(type));
}

test.skipIf(!isInstalled)(
  "like the frontend: all templates that the server offers and has the classes of",
  async () => {
    const index = (await (await fetch(`${url}/templates/index.json`)).json()) as { templates: { name: string }[] }[];
    const names = [...new Set(index.flatMap(({ templates }) => templates.map(({ name }) => name)))];
    const different: Record<string, string[]> = {};
    let [compared, titled] = [0, 0];
    for (const name of names) {
      const answer = await fetch(`${url}/templates/${encodeURIComponent(name)}.json`);
      if (!answer.ok) continue;
      const template = (await answer.json()) as SavedGraph;
      if (!Array.isArray(template.nodes) || listUnknown(template).length > 0) continue;
      const { inputs, titles } = compare(convert(template), JSON.parse(await sendWithFrontend(template)) as Graph);
      compared++;
      if (titles.length > 0) titled++;
      if (inputs.length > 0) different[name] = inputs;
    }
    console.log(`${compared} of ${names.length} templates compared; ${titled} differ in titles that they do not set`);
    expect(different).toEqual({});
    expect(compared).toBeGreaterThan(100);
  },
  3_600_000,
);
