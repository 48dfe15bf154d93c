import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatAs } from "../../scripts/format.ts";
import { replaceCosts, buildCostTable } from "./cost-table.ts";
import { computeCosts, listTypesWithoutPrice, sumCosts } from "./costs.ts";
import { PAGE } from "./diagram.ts";
import { addResource, changeResource, getByName } from "./query.ts";
import { planShape, shapes } from "./shapes.ts";

const getShape = (name: string) => planShape(shapes.find((one) => one.name === name) ?? shapes[0]!);
const [lite, prod] = [await getShape("dev-lite"), await getShape("prod")];
const getPart = (plan: typeof prod, part: string) =>
  computeCosts(plan).find((one) => one.part.startsWith(part))?.dollars ?? Number.NaN;

test("an idle dev-lite stage costs less than 150 dollars per month", () => {
  expect(sumCosts(computeCosts(lite))).toBeLessThan(150);
  expect(sumCosts(computeCosts(lite))).toBeGreaterThan(30);
});

test("RDS Proxy costs at least 8 capacity units, and the sequencer is charged for every second", () => {
  expect(getPart(prod, "RDS Proxy")).toBeCloseTo(8 * 0.015 * 730);
  expect(getPart(lite, "RDS Proxy")).toBe(0);
  // One GB for 65 s in every 60 s, because runs overlap.
  expect(getPart(prod, "sequencer")).toBeCloseTo((65 / 60) * 3600 * 730 * 0.0000133334);
  expect(getPart(lite, "sequencer")).toBeLessThan(1);
});

test("costs follow the plan", () => {
  const before = getPart(prod, "interface endpoints");
  const subnets = getByName(prod, "SqsEndpoint").inputs["subnetIds"] as unknown[];
  const fewer = changeResource(prod, "SqsEndpoint", (inputs) => (inputs["subnetIds"] = subnets.slice(1)));
  expect(before - getPart(fewer, "interface endpoints")).toBeCloseTo(0.01 * 730);
  const doubled = changeResource(prod, "PostgresCluster", (inputs) => {
    (inputs["serverlessv2ScalingConfiguration"] as { minCapacity: number }).minCapacity *= 2;
  });
  expect(getPart(doubled, "Aurora")).toBeCloseTo(2 * getPart(prod, "Aurora"));
});

test("every resource type of every shape has a price, and a type without a price is an error", async () => {
  for (const shape of shapes) expect(listTypesWithoutPrice(await planShape(shape)), shape.name).toEqual([]);
  const gateway = addResource(prod, "aws:ec2/natGateway:NatGateway", "Nat", {});
  expect(listTypesWithoutPrice(gateway)).toEqual(["ec2/natGateway:NatGateway"]);
  expect(() => computeCosts(gateway)).toThrow("No price for ec2/natGateway:NatGateway");
}, 600_000);

test("the table in the documentation is up to date: npm run docs:costs", async () => {
  const page = readFileSync(PAGE, "utf8");
  expect(await formatAs(PAGE, replaceCosts(page, await buildCostTable()))).toBe(page);
}, 600_000);
