import { identity } from "../component/identity.ts";
import { runProcess } from "./run.ts";

await runProcess(identity);
