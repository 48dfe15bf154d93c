import { identity } from "../component/identity.ts";
import { run } from "./run.ts";

await run(identity);
