import { main as janitor } from "@pegbar/functions/janitor/process.ts";
import { main as repair } from "@pegbar/functions/repair/process.ts";
import { main as sequencer } from "@pegbar/functions/sequencer/process.ts";
import { run } from "./run.ts";

/** Sequencer, relay, repair and janitor: each on its own database role. */
await run(async (signal, ready) => {
  ready();
  await Promise.all([sequencer(signal), repair(signal), janitor(signal)]);
});
