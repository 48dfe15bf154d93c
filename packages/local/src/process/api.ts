import { api } from "../component/api.ts";
import { runProcess } from "./run.ts";

await runProcess(api);
