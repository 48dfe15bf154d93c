import { store } from "../component/store.ts";
import { runProcess } from "./run.ts";

await runProcess(store);
