import { constants, setPriority } from "node:os";
import { main } from "@pegbar/functions/media/process.ts";
import { run } from "./run.ts";

await run(async (signal, ready) => {
  // On one machine thumbnails must not slow down what an artist waits for.
  setPriority(constants.priority.PRIORITY_LOW);
  ready();
  await main(signal);
});
