import { api } from "../component/api.ts";
import { run } from "./run.ts";

await run(api);
