#!/usr/bin/env node
/** `pegbar-models`: fills, checks and lists a model store. */
import { parseArgs } from "node:util";
import { requireFolder } from "./folder.ts";
import { type ImportEvent, importModels } from "./import.ts";
import { formatName, readManifest } from "./manifest.ts";
import { createModelClient } from "./object.ts";
import { createSourceManifest, readSourceManifest } from "./source.ts";
import { verifyModels } from "./verify.ts";

const USAGE = `pegbar-models import --manifest <file or s3://bucket/key> --bucket <name> --to <dir>
                     [--prefix <p>] [--parallel 2] [--replace]
pegbar-models manifest --from <dir>
pegbar-models verify --to <dir>
pegbar-models list --to <dir> [--json]`;

const PROGRESS_MS = 1000;

/** The command line is wrong. */
class UsageError extends Error {
  constructor(message: string) {
    super(`${message}\n\n${USAGE}`);
    this.name = "UsageError";
  }
}

const cancelling = new AbortController();
// Once: a second signal ends the process immediately.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => cancelling.abort());

const commands: Record<string, (flags: string[]) => Promise<number>> = {
  import: runImport,
  manifest: printManifest,
  verify,
  list,
};

try {
  const [name = "", ...flags] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(name === "" ? "Command missing." : `Unknown command: ${name}.`);
  process.exitCode = await command(flags);
} catch (error) {
  if (cancelling.signal.aborted) {
    console.error("cancelled");
    process.exitCode = 130;
  } else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function runImport(flags: string[]): Promise<number> {
  const { values } = parse(flags, {
    manifest: { type: "string" },
    bucket: { type: "string" },
    to: { type: "string" },
    prefix: { type: "string" },
    parallel: { type: "string", default: "2" },
    replace: { type: "boolean" },
  });
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1) throw new UsageError("--parallel must be a whole number above 0.");
  const bucket = requireOption("bucket", values.bucket);
  const dir = requireOption("to", values.to);
  const { signal } = cancelling;
  const client = createModelClient();
  try {
    const manifest = await readSourceManifest(requireOption("manifest", values.manifest), client, signal);
    const { prefix, replace } = values;
    const { imported, present, failed } = await importModels({
      manifest,
      dir,
      client,
      bucket,
      prefix,
      parallel,
      replace,
      signal,
      report: createReporter(),
    });
    console.error(`${imported.length} imported, ${present.length} already there, ${failed.length} failed`);
    for (const { name, error } of failed) console.error(`failed: ${name}: ${error.message}`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    client.destroy();
  }
}

async function printManifest(flags: string[]): Promise<number> {
  const { values } = parse(flags, { from: { type: "string" } });
  const models = await createSourceManifest(requireOption("from", values.from), {
    signal: cancelling.signal,
    report: (name) => console.error(`${name}: reading`),
  });
  console.log(JSON.stringify(models, null, 2));
  return 0;
}

async function verify(flags: string[]): Promise<number> {
  const { values } = parse(flags, { to: { type: "string" } });
  const findings = await verifyModels({
    dir: requireOption("to", values.to),
    signal: cancelling.signal,
    report: ({ kind, name, why }) => console.log(`${kind}: ${name}: ${why}`),
  });
  console.error(
    findings.length === 0 ? "all files match the manifest" : `${findings.length} do not match the manifest`,
  );
  return findings.length === 0 ? 0 : 1;
}

async function list(flags: string[]): Promise<number> {
  const { values } = parse(flags, { to: { type: "string" }, json: { type: "boolean" } });
  const dir = requireOption("to", values.to);
  await requireFolder(dir);
  const manifest = (await readManifest(dir)) ?? { version: 1, models: [] };
  if (values.json) console.log(JSON.stringify(manifest, null, 2));
  else for (const model of manifest.models) console.log(`${model.sha256}  ${model.bytes}  ${formatName(model)}`);
  return 0;
}

function parse<T extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(args: string[], options: T) {
  try {
    return parseArgs({ args, options: options as NonNullable<T>, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function requireOption(name: string, value: string | undefined): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing.`);
  return value;
}

/** Prints a line when a file starts and ends, and at most one per second in between. */
function createReporter(): (event: ImportEvent) => void {
  const lastAt = new Map<string, number>();
  return (event) => {
    const { kind, name, bytes } = event;
    const now = performance.now();
    if (kind === "progress" && now - (lastAt.get(name) ?? 0) < PROGRESS_MS) return;
    lastAt.set(name, now);
    console.error(`${name}: ${describeEvent(event, bytes)}`);
  };
}

function describeEvent(event: ImportEvent, bytes: number): string {
  if (event.kind === "start") return `started, ${bytes} bytes`;
  if (event.kind === "progress")
    return `${event.received} of ${bytes} bytes, ${Math.floor((event.received / bytes) * 100)} %`;
  if (event.kind === "present") return "already there";
  return event.kind === "failed" ? `failed: ${event.error.message}` : "imported";
}
