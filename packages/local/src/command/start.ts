import { setTimeout as sleep } from "node:timers/promises";
import type { Platform } from "../platform/index.ts";
import { restartProcess } from "./restart.ts";
import { readOptions, USAGE } from "./start-options.ts";

// The components write what they print with `console` to their log.
const { log: print, error: printError } = console;

/** How long the platform may take to stop after an uncaught error. The next process stops what is left. */
const MAX_STOP_MS = 15_000;

function printAddresses({ addresses, dir }: Platform): void {
  const rows = [
    ["Portal", addresses.portal],
    ["API", addresses.api],
    ["Reference", `${addresses.api}/docs`],
    ["Work API", addresses.workApi],
    ["Sign-in", `${addresses.issuer}  (local use only, no passwords)`],
    ["SQS and S3", addresses.sqs],
    ["PostgreSQL", addresses.database],
    ["ComfyUI", addresses.comfyui],
    ["Metrics", addresses.metrics.join(" ")],
    ...(addresses.prometheus === undefined ? [] : [["Prometheus", addresses.prometheus]]),
    ["Data", dir],
  ];
  for (const [name, value] of rows) print(`  ${String(name).padEnd(12)}${value}`);
  print("\nReady. Press Ctrl-C to stop.");
}

/** Exits with this process's successor. */
async function stopAndRestart(platform: Platform): Promise<void> {
  try {
    await Promise.race([platform.stop(), sleep(MAX_STOP_MS)]);
  } catch (stopError) {
    printError(stopError);
  }
  await restartProcess();
}

async function main(): Promise<void> {
  const { help, ...chosen } = await readOptions();
  if (help) {
    print(USAGE);
    return;
  }
  print("Starting Pegbar …");
  // Imported only now, so that a wrong option is reported at once.
  const { startPlatform } = await import("../platform/index.ts");
  const starting = startPlatform({
    ...chosen,
    inProcess: !chosen.multiProcess,
    onStep: (step) => print(`  ${step}`),
    onRestart: (message) => printError(`! ${message}`),
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    print("\nStopping …");
    // During a start, wait for it to finish: only then is it known what must be stopped.
    void starting.then(
      async (platform) => {
        await platform.stop();
        print("Stopped.");
        process.exit(0);
      },
      // main() awaits the start too and reports the error.
      () => undefined,
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const platform = await starting;
  if (stopping) return;
  printAddresses(platform);
  process.on("uncaughtException", (error) => {
    printError(error);
    // A second error while it stops changes nothing.
    if (stopping) return;
    stopping = true;
    printError("! unexpected error in a component: the platform restarts");
    void stopAndRestart(platform);
  });
}

main().catch((error: unknown) => {
  printError(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
