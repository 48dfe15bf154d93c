import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { diagram, drawnIn, PAGE } from "./diagram.ts";
import { plan } from "./plan.ts";

test("the drawing in the documentation is that of the plan: npm run diagram", async () => {
  const page = readFileSync(PAGE, "utf8");
  const drawn = drawnIn(page, diagram(await plan({ stage: "prod" })));
  expect(await format(drawn, { ...(await resolveConfig(PAGE)), filepath: PAGE })).toBe(page);
}, 120_000);
