import { store } from "../component/store.ts";
import { run } from "./run.ts";

await run(store);
