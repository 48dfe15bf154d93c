import { background } from "../component/background.ts";
import { run } from "./run.ts";

await run(async (signal, ready) => {
  await Promise.all(Object.values(background).map((component) => component(signal, ready)));
});
