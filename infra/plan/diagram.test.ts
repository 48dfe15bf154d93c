import { readFileSync } from "node:fs";
import { formatAs } from "../../scripts/format.ts";
import { expect, test } from "vitest";
import { drawDiagram, replaceDiagram, PAGE } from "./diagram.ts";
import { createPlan } from "./plan.ts";

test("the diagram in the documentation is up to date: npm run diagram", async () => {
  const page = readFileSync(PAGE, "utf8");
  const drawn = replaceDiagram(page, drawDiagram(await createPlan({ stage: "prod" })));
  expect(await formatAs(PAGE, drawn)).toBe(page);
}, 120_000);
