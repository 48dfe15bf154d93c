import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { drawDiagram, replaceDiagram, PAGE } from "./diagram.ts";
import { createPlan } from "./plan.ts";

test("the drawing in the documentation is that of the plan: npm run diagram", async () => {
  const page = readFileSync(PAGE, "utf8");
  const drawn = replaceDiagram(page, drawDiagram(await createPlan({ stage: "prod" })));
  expect(await format(drawn, { ...(await resolveConfig(PAGE)), filepath: PAGE })).toBe(page);
}, 120_000);
