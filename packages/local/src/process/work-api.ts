import { workApi } from "../component/work-api.ts";
import { run } from "./run.ts";

await run(workApi);
