import { afterEach, expect, test } from "vitest";
import { startService } from "../../test/setup/service.ts";
import type { ImporterSettings } from "../gpu/importer-settings.ts";
import { importModels } from "../import-models.ts";

let service: Awaited<ReturnType<typeof startService>> | undefined;
afterEach(async () => {
  await service?.stop();
  service = undefined;
});

const settings: ImporterSettings = {
  cluster: "arn:cluster",
  task: "arn:definition:7",
  container: "importer",
  folder: "/models",
  bucket: "sources",
  logs: "importer-log",
  subnets: ["subnet-1"],
  securityGroups: ["sg-1"],
};

const FOREVER = { lastStatus: "RUNNING" };
/** Starts a fake ECS API with one task that passes through these states. */
async function ecs(states: object[], started: object = { tasks: [{ taskArn: "arn:task" }], failures: [] }) {
  const asked: { target: string; body: unknown }[] = [];
  let at = 0;
  let isStopping = false;
  service = await startService(({ headers, body }) => {
    const target = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
    asked.push({ target, body });
    if (target === "RunTask") return { body: started };
    if (target === "StopTask") isStopping = true;
    if (target === "StopTask") return { body: {} };
    // A task that runs until it is stopped.
    if (!isStopping && states[at] === FOREVER) return { body: { tasks: [FOREVER] } };
    return { body: { tasks: [states[Math.min(at++, states.length - 1)]] } };
  });
  return { asked, client: service.client };
}
const stopped = (container: object, more: object = {}) => ({
  lastStatus: "STOPPED",
  containers: [{ name: "importer", ...container }],
  ...more,
});
const run = (
  client: Parameters<typeof importModels>[0],
  { signal = new AbortController().signal, replace = false } = {},
) => {
  const said: string[] = [];
  const ended = importModels(
    client,
    settings,
    { manifest: "models.json", replace },
    { say: (line) => said.push(line), signal, lookMs: 5 },
  );
  return { said, ended };
};

test("runs the importer once, in the network and with valid arguments, and waits for its end", async () => {
  const { asked, client } = await ecs([{ lastStatus: "PENDING" }, { lastStatus: "RUNNING" }, stopped({ exitCode: 0 })]);
  const { said, ended } = run(client, { replace: true });
  expect(await ended).toBe(0);
  expect(said).toEqual([expect.stringContaining("importer-log"), "pending", "running", "stopped"]);
  expect(asked[0]).toMatchObject({
    target: "RunTask",
    body: {
      cluster: "arn:cluster",
      taskDefinition: "arn:definition:7",
      launchType: "FARGATE",
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" },
      },
      overrides: {
        containerOverrides: [
          {
            name: "importer",
            command: [
              "import",
              "--manifest",
              "s3://sources/models.json",
              "--bucket",
              "sources",
              "--to",
              "/models",
              "--replace",
            ],
          },
        ],
      },
    },
  });
});

test("returns the exit code of a failed import", async () => {
  const { client } = await ecs([stopped({ exitCode: 1 })]);
  expect(await run(client).ended).toBe(1);
});

test("explains why an importer did not start or run", async () => {
  const refused = await ecs([], { tasks: [], failures: [{ reason: "RESOURCE:CPU" }] });
  await expect(run(refused.client).ended).rejects.toThrow("RESOURCE:CPU");
  await service?.stop();
  const { client } = await ecs([stopped({ reason: "CannotPullContainerError: no such image" })]);
  await expect(run(client).ended).rejects.toThrow("CannotPullContainerError: no such image");
});

test("stops the task once when it is aborted, and waits for its end", async () => {
  const cancel = new AbortController();
  const { asked, client } = await ecs([FOREVER, { lastStatus: "STOPPING" }, stopped({ exitCode: 130 })]);
  const { ended } = run(client, { signal: cancel.signal });
  await expect.poll(() => asked.length).toBeGreaterThan(1);
  cancel.abort();
  expect(await ended).toBe(130);
  expect(asked.filter(({ target }) => target === "StopTask")).toHaveLength(1);
});
