import { compare } from "./against/compare.ts";
import { parseCall, USAGE, UsageError, type Call } from "./call.ts";
import { benchmarks } from "./registry.ts";
import { endScopesOnSignal } from "./scope.ts";
import { endSharedStand, shareStands } from "./stand.ts";

/** Prints one line of JSON per benchmark. All other output is for people. */
async function runAll({ names, ...choice }: Call): Promise<void> {
  if (choice.small) shareStands();
  for (const name of names) {
    try {
      const figures = await benchmarks[name]?.run(choice);
      console.log(JSON.stringify({ bench: name, ...figures }));
    } catch (error) {
      console.error(`${name} failed:`, error);
      process.exitCode = 1;
    }
  }
  await endSharedStand();
}

async function run(): Promise<void> {
  const call = parseCall(process.argv.slice(2));
  const [name = ""] = call.names;
  if (call.against === undefined) await runAll(call);
  else await compare({ ...call, name, commit: call.against });
}

endScopesOnSignal();
await run().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = isUsage ? 2 : 1;
});
process.exit();
