import { expect, test } from "vitest";
import { Collectors } from "./collect.ts";
import { createRegistry } from "./registry.ts";
import { catalogue } from "./catalogue.ts";
import type { Definition } from "./definition.ts";

test("names and units follow Prometheus", () => {
  for (const [name, { type, help, labels }] of Object.entries(catalogue) as [string, Definition][]) {
    expect(name).toMatch(/^(pegbar_[a-z_]+|http_server_request_duration_seconds)$/);
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
    expect(help, name).toMatch(/^[A-Z0-9][^\n]*[^.]$/);
    for (const label of labels) expect(label).toMatch(/^[a-z_]+$/);
  }
});

test("a gauge's samples are replaced as a whole, and counters without labels begin at 0", async () => {
  const registry = createRegistry(["reconciler", "webhooks"], { host: "a" });
  registry.set("pegbar_jobs", [
    { labels: { class: "light", lane: "batch", state: "queued" }, value: 2 },
    { labels: { class: "light", lane: "batch", state: "running" }, value: 1 },
  ]);
  registry.set("pegbar_jobs", [{ labels: { class: "light", lane: "batch", state: "running" }, value: 3 }]);
  const samples = await registry.read();
  expect(samples.filter(({ name }) => name === "pegbar_jobs")).toEqual([
    { name: "pegbar_jobs", labels: { class: "light", lane: "batch", state: "running", host: "a" }, value: 3 },
  ]);
  expect(samples.filter(({ name }) => name === "pegbar_webhooks_disabled_total").map(({ value }) => value)).toEqual([
    0,
  ]);
});

test("a metric of another component, and a label that the catalogue does not have, are refused", () => {
  const registry = createRegistry(["worker"]);
  expect(() => registry.count("pegbar_webhooks_disabled_total", {})).toThrow(/not a metric of worker/);
  expect(() => registry.count("pegbar_worker_claims_total", { answer: "granted", job: "j" } as never)).toThrow(/job/);
});

test("collectors run at most every five seconds, together once, and an error is counted", async () => {
  const registry = createRegistry(["reconciler"]);
  const collectors = new Collectors(registry);
  let runs = 0;
  collectors.add("good", async () => void runs++);
  const remove = collectors.add("bad", () => Promise.reject(new Error("no database")));
  const errors: string[] = [];
  const onError = (name: string, error: unknown) => errors.push(`${name}: ${String(error)}`);
  await Promise.all([collectors.collect(onError), collectors.collect(onError)]);
  await collectors.collect(onError);
  expect(runs).toBe(1);
  expect(errors).toEqual(["bad: Error: no database"]);
  const counted = (await registry.read()).filter(({ name }) => name === "pegbar_telemetry_errors_total");
  expect(Object.fromEntries(counted.map(({ labels, value }) => [labels["collector"], value]))).toEqual({
    good: 0,
    bad: 1,
  });
  remove();
});
