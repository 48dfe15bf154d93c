#!/usr/bin/env bash
# comfyui-frontend-package 1.49.6 (ComfyUI 0.33): a value that a subgraph shows from a primitive goes to the wrong input.
#
# Workflows of earlier frontends list the fields that a subgraph shows as `proxyWidgets`. When the frontend loads one, it
# turns a field of a PrimitiveNode into an input of the subgraph, connected to what the primitive set. It finds that input
# by the link's target_slot as saved. Saved slots do not count fields without a link, those of the loaded node do; the
# frontend corrects the links only afterwards. The value goes to the first field of the node that has the right type.
# It happens with templates_graphic_design_recomposer of comfyui-workflow-templates 0.11.44: the aspect ratio that it sends
# is "gemini-3-pro-image-preview".
#
# Below, a primitive with the value 99 sets the height, and the subgraph shows it with the value 111.
# Observed: {"width":111,"height":99}. Expected: {"width":64,"height":111}.
# Pegbar converts workflows as the frontend does, with this error (packages/comfyui/src/editor/proxy-widgets.ts).
set -euo pipefail
chromium=$(command -v chromium) || { echo "skipped: chromium is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip download --quiet --no-deps --disable-pip-version-check comfyui-frontend-package==1.49.6
python3 -m zipfile -e comfyui_frontend_package-1.49.6-*.whl .
npm init -y > /dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1 > /dev/null

cat > load.mjs <<'SCRIPT'
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";

// The little of a ComfyUI server that the frontend needs to start.
const number = ["INT", { default: 64, min: 0, max: 4096 }];
const Size = {
  name: "Size", display_name: "Size", description: "", category: "", python_module: "nodes", output_node: true,
  input: { required: { width: number, height: number } }, input_order: { required: ["width", "height"] },
  output: [], output_name: [], output_is_list: [],
};
const answers = {
  "/object_info": { Size }, "/settings": {}, "/users": { storage: "server", migrated: true }, "/features": {},
  "/system_stats": { system: { comfyui_version: "0.33.0", argv: [] }, devices: [] }, "/i18n": {},
};
const types = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".json": "application/json" };
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const route = pathname.replace(/^\/api/, "");
  const file = path.join("comfyui_frontend_package/static", pathname === "/" ? "index.html" : decodeURIComponent(pathname));
  const content = await readFile(file).catch(() => undefined);
  if (content) response.setHeader("content-type", types[path.extname(file)] ?? "application/octet-stream");
  else response.setHeader("content-type", "application/json");
  response.end(content ?? JSON.stringify(answers[route] ?? []));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const id = "11111111-1111-4111-8111-111111111111";
const slot = { type: "INT", widget: { name: "height" } };
const node = (more) => ({ pos: [0, 0], size: [200, 100], flags: {}, order: 0, mode: 0, inputs: [], outputs: [], properties: {}, ...more });
const workflow = {
  version: 0.4, last_node_id: 50, last_link_id: 50, links: [], groups: [], config: {}, extra: {},
  nodes: [node({ id: 1, type: id, widgets_values: [111], properties: { proxyWidgets: [["3", "value"]] } })],
  definitions: {
    subgraphs: [{
      id, version: 1, revision: 0, config: {}, name: "Sizes", groups: [], inputs: [], outputs: [], widgets: [], extra: {},
      state: { lastGroupId: 0, lastNodeId: 50, lastLinkId: 50, lastRerouteId: 0 },
      inputNode: { id: -10, bounding: [0, 0, 90, 60] }, outputNode: { id: -20, bounding: [0, 0, 90, 60] },
      nodes: [
        node({ id: 2, type: "Size", widgets_values: [64, 64], inputs: [{ ...slot, name: "height", link: 7 }] }),
        node({ id: 3, type: "PrimitiveNode", widgets_values: [99, "fixed"], outputs: [{ ...slot, name: "INT", links: [7] }] }),
      ],
      links: [{ id: 7, origin_id: 3, origin_slot: 0, target_id: 2, target_slot: 0, type: "INT" }],
    }],
  },
};
const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.waitForFunction(() => window.app?.graph && window.LiteGraph?.registered_node_types?.Size, undefined, { timeout: 120_000 });
await page.waitForTimeout(3_000);
const sent = await page.evaluate(async (saved) => {
  await window.app.loadGraphData(saved, true, false);
  return JSON.stringify(Object.values((await window.app.graphToPrompt()).output)[0].inputs);
}, workflow);
console.log(sent);
await browser.close();
server.close();
process.exit(sent === '{"width":111,"height":99}' ? 0 : 1);
SCRIPT
node load.mjs "$chromium"
