import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./install.ts";
import { getValue, list, filterByType, listStatements } from "./query.ts";
import { createPlan, type Planned } from "./plan.ts";

/** Markers around the diagram in the page. */
export const PAGE = path.join(ROOT, "docs/operations/cloud.md");
const [BEGIN, END] = ["<!-- drawn by npm run diagram -->", "<!-- end -->"];

/** Resources that roles access, by the end of their names in policies. */
const THINGS: [RegExp, string, string][] = [
  [/^arn:aws:s3:::objectstore/, "objects", "[(objects)]"],
  [/^arn:aws:s3:::anchorstore/, "anchors", "[(anchors, locked)]"],
  [/:(Light|Heavy|Xl)WorkQueue/, "work", "[/tickets, one queue per class/]"],
  [/:ModelWorkQueue/, "modelTasks", "[/models to import/]"],
  [/:RenditionWorkQueue/, "renditionTasks", "[/movies to make/]"],
  [/:MediaWorkQueue/, "mediaTasks", "[/media tasks/]"],
  [/:InterruptionQueue/, "interruptions", "[/Spot interruptions/]"],
  [/:key\/LogKey/, "logKeys", "{{log keys}}"],
  [/parameter\/.*issuer-keys/, "issuerKeysKept", "[(issuer keys)]"],
  [/:cluster\/pegbar/, "cluster", "[[cluster]]"],
  [/:function:WebhookCaller/, "webhookcaller", ""],
  [/execute-api/, "workApi", "([private Work API])"],
];
const ROLE = /^(.*)Role$/;
/** Otherwise the function and the queues would have the same name. */
const formatName = (name: string) => (name === "Work" ? "workFunction" : name.toLowerCase());

/** Draws the stage in Mermaid: access by the roles of the plan. */
export function drawDiagram(planned: readonly Planned[]): string {
  const nodes = new Map<string, string>();
  const edges = new Set<string>();
  const add = (id: string, label: string) => void (nodes.has(id) || nodes.set(id, label));
  for (const { name, inputs } of filterByType(planned, "lambda/function:Function")) {
    const title = name.replace(/Function$/, "");
    const isInside = list(getValue(inputs, "vpcConfig", "subnetIds")).length > 0;
    if (
      !/^(Api|Events|Authorizer|Work|Media|Renditions|Models|Repair|Janitor|Webhooks|WebhookCaller|IssuerKeys|Migrate|PlanAssigner|Sequencer|PreToken)$/.test(
        title,
      )
    )
      continue;
    add(formatName(title), isInside ? `["${title}"]` : `["${title} (outside the network)"]`);
    if (isInside) edges.add(`${formatName(title)} --> database`);
  }
  add("database", "[(database, behind its proxy)]");
  for (const { name, inputs } of filterByType(planned, "iam/role:Role")) {
    const owner = ROLE.exec(name)?.[1] ?? "";
    const id = owner.startsWith("Worker") ? "worker" : formatName(owner);
    if (owner.startsWith("Worker")) add("worker", '["worker and ComfyUI, on GPU nodes"]');
    if (owner === "Karpenter" || owner === "Keda") add(id, `["${owner}"]`);
    if (!nodes.has(id)) continue;
    for (const statement of listStatements({ inputs }))
      for (const resource of statement.Resource)
        for (const [pattern, thing, label] of THINGS)
          if (statement.Effect === "Allow" && pattern.test(resource) && thing !== id) {
            if (label !== "") add(thing, label);
            edges.add(`${id} --> ${thing}`);
          }
  }
  add("people", "((users and programs))");
  add("gateway", "([public API: firewall, usage plans])");
  for (const edge of [
    "people --> gateway",
    "gateway --> authorizer",
    "gateway --> api",
    "gateway --> events",
    "workApi --> workFunction",
  ])
    edges.add(edge);
  const lines = [...nodes].map(([id, label]) => `  ${id}${label}`);
  return [
    "```mermaid",
    "flowchart LR",
    ...lines.toSorted(),
    ...[...edges].toSorted().map((edge) => `  ${edge}`),
    "```",
  ].join("\n");
}

/** Replaces the diagram in a page. */
export const replaceDiagram = (page: string, drawing: string): string =>
  page.replace(new RegExp(`${BEGIN}[^]*${END}`), () => `${BEGIN}\n\n${drawing}\n\n${END}`);

if (import.meta.main) {
  const drawing = drawDiagram(await createPlan({ stage: "prod" }));
  writeFileSync(PAGE, replaceDiagram(readFileSync(PAGE, "utf8"), drawing));
  console.log(PAGE);
}
