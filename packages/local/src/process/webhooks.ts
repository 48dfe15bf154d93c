import { main } from "@pegbar/functions/webhook/process.ts";
import { run } from "./run.ts";

/** Calls the addresses that studios named; apart from the rest, because it talks to strangers. */
await run(async (signal, ready) => {
  ready();
  await main(signal);
});
