import { background } from "../component/background.ts";
import { runProcess } from "./run.ts";

await runProcess(async (signal, ready) => {
  await Promise.all(Object.values(background).map((component) => component(signal, ready)));
});
