import { readFileSync, writeFileSync } from "node:fs";
import { formatAs } from "../../scripts/format.ts";
import { formatTable } from "../../scripts/markdown-table.ts";
import { computeCosts, sumCosts } from "./costs.ts";
import { PAGE } from "./diagram.ts";
import { createPlan } from "./plan.ts";

const [BEGIN, END] = ["<!-- computed by npm run docs:costs -->", "<!-- end of costs -->"];
const STAGES = ["dev-lite", "dev-ci", "staging", "prod"];

/** Builds a Markdown table of the monthly costs of each kind of stage while it is idle. */
export async function buildCostTable(): Promise<string> {
  const costs = await Promise.all(STAGES.map(async (stage) => computeCosts(await createPlan({ stage }))));
  const parts = (costs[0] ?? []).map(({ part }) => part);
  const rows = [
    ...parts.map((part, at) => [part, ...costs.map((all) => (all[at]?.dollars ?? 0).toFixed(0))]),
    ["total", ...costs.map((all) => sumCosts(all).toFixed(0))],
  ];
  const head = ["part", "`dev-lite`", "`dev-…`", "`staging`", "`prod`"];
  return formatTable(head, rows);
}

/** Replaces the table in a page. */
export const replaceCosts = (page: string, table: string): string =>
  page.replace(new RegExp(`${BEGIN}[^]*${END}`), () => `${BEGIN}\n\n${table}\n\n${END}`);

if (import.meta.main) {
  const page = replaceCosts(readFileSync(PAGE, "utf8"), await buildCostTable());
  writeFileSync(PAGE, await formatAs(PAGE, page));
  console.log(PAGE);
}
