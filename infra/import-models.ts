import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import {
  DescribeTasksCommand,
  ECSClient,
  RunTaskCommand,
  StopTaskCommand,
  type ECSClientConfig,
} from "@aws-sdk/client-ecs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { printErrors } from "../scripts/errors.ts";
import { readDeclared } from "./declared.ts";
import { importerParameter, ImporterSettings } from "./gpu/importer-settings.ts";
import { readStage } from "./stage.ts";

interface Order {
  /** Key of the manifest in the bucket of sources. */
  manifest: string;
  replace: boolean;
}
interface Options {
  say(line: string): void;
  /** Fires to stop the import. Imported models stay. */
  signal: AbortSignal;
  lookMs?: number;
}

const LOOK_MS = 10_000;

/** Runs a stage's importer once and waits for its end. @returns its exit code: 0 if all models were imported */
export async function importModels(
  config: ECSClientConfig,
  settings: ImporterSettings,
  { manifest, replace }: Order,
  { say, signal, lookMs = LOOK_MS }: Options,
): Promise<number> {
  const client = new ECSClient(config);
  const { bucket, cluster, container, folder } = settings;
  const command = ["import", "--manifest", `s3://${bucket}/${manifest}`, "--bucket", bucket, "--to", folder];
  const started = await client.send(
    new RunTaskCommand({
      cluster,
      taskDefinition: settings.task,
      launchType: "FARGATE",
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: settings.subnets,
          securityGroups: settings.securityGroups,
          assignPublicIp: "DISABLED",
        },
      },
      overrides: {
        containerOverrides: [{ name: container, command: [...command, ...(replace ? ["--replace"] : [])] }],
      },
    }),
  );
  const task = started.tasks?.[0]?.taskArn;
  if (task === undefined)
    throw new Error(`the importer could not be started: ${started.failures?.[0]?.reason ?? "no reason was given"}`);
  say(`started ${task}. Follow its log: aws logs tail ${settings.logs} --follow`);
  for (let [reported, asked] = ["", false]; ;) {
    if (signal.aborted && !asked) {
      asked = true;
      await client.send(new StopTaskCommand({ cluster, task, reason: "cancelled by the caller" }));
      say("stopping");
    }
    const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [task] }));
    const { lastStatus = "", stoppedReason, containers = [] } = tasks[0] ?? {};
    if (lastStatus !== reported) say(lastStatus.toLowerCase());
    reported = lastStatus;
    if (lastStatus === "STOPPED") {
      const { exitCode, reason } = containers.find(({ name }) => name === container) ?? {};
      if (exitCode === undefined)
        throw new Error(`the importer did not run: ${reason ?? stoppedReason ?? "no reason was given"}`);
      return exitCode;
    }
    // The signal ends the wait early.
    await sleep(lookMs, undefined, asked ? {} : { signal }).catch(() => undefined);
  }
}

if (import.meta.main) {
  const usage = "npm run models -- --stage STAGE --manifest KEY [--replace]";
  printErrors(usage);
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      manifest: { type: "string" },
      replace: { type: "boolean", default: false },
    },
  });
  const { stage, manifest, replace } = values;
  if (stage === undefined || manifest === undefined) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  const { name, kind } = readStage(stage);
  const { region } = readDeclared(path.join(import.meta.dirname, ".."), name, kind);
  const cancelling = new AbortController();
  process.once("SIGINT", () => cancelling.abort());
  try {
    const { Parameter } = await new SSMClient({ region }).send(
      new GetParameterCommand({ Name: importerParameter(name) }),
    );
    const settings = ImporterSettings.parse(JSON.parse(Parameter?.Value ?? ""));
    const options = { say: (line: string) => console.error(line), signal: cancelling.signal };
    process.exitCode = await importModels({ region }, settings, { manifest, replace }, options);
    console.error(process.exitCode === 0 ? "all models imported" : "Not all models were imported. See the log above.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
