import { main } from "@pegbar/functions/media/process.ts";
import { run } from "./run.ts";

await run(async (signal, ready) => {
  ready();
  await main(signal);
});
