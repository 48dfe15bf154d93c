import { workApi } from "../component/work-api.ts";
import { runProcess } from "./run.ts";

await runProcess(workApi);
