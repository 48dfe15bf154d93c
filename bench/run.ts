import { api } from "./api.ts";
import { busy } from "./busy.ts";
import { chaos } from "./chaos/index.ts";
import { fairness } from "./fairness.ts";
import { ledger } from "./ledger.ts";
import { overhead } from "./overhead.ts";
import { portal } from "./portal.ts";
import { submit } from "./submit.ts";

const benches: Record<string, (jobs: number | undefined) => Promise<Record<string, unknown>>> = {
  overhead,
  busy,
  submit,
  fairness,
  chaos,
  api,
  ledger,
  portal,
};

const [name = "", ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
const given = rest[0] === "--jobs" ? Number(rest[1]) : undefined;
if (!bench || (rest.length > 0 && !(given !== undefined && Number.isInteger(given) && given > 0))) {
  console.error(`npm run bench -- ${Object.keys(benches).join(" | ")} [--jobs N]`);
  process.exit(2);
}
// The last line is one JSON object; whatever is printed before it is for people.
console.log(JSON.stringify({ bench: name, ...(await bench(given)) }));
process.exit();
