import path from "node:path";
import { parseArgs } from "node:util";
import { printErrors } from "../../../scripts/errors.ts";
import { writePlugins } from "../src/write.ts";

/** `npm run plugins:build`: writes the plug-ins, for the portal at `--url` or for any. */
printErrors("npm run plugins:build -- [--url https://pegbar.example] [--out FOLDER]");
const { values } = parseArgs({
  options: {
    url: { type: "string" },
    out: { type: "string", default: path.join(import.meta.dirname, "../dist") },
  },
});
for (const { name, bytes } of writePlugins(values.out, values.url))
  console.log(`${path.join(path.relative(process.cwd(), values.out), name)} (${bytes} bytes)`);
