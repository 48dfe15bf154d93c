import path from "node:path";
import { build, type Plugin } from "esbuild";

const here = path.join(import.meta.dirname, "..");

/** zod brings its messages in some fifty languages, and makes schemas of JSON Schema; the API speaks English and makes its own. */
const lessZod: Plugin = {
  name: "less-zod",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]classic[/\\]from-json-schema\.js$/ }, () => ({
      contents: 'export const fromJSONSchema = () => { throw new Error("fromJSONSchema is not in this bundle"); };',
    }));
  },
};

/**
 * Bundles a function as it is deployed: one file that needs nothing beside it, its licences in another. Answers with the
 * sizes of what went into it, in bytes.
 * @param entry below `src`, such as `api/lambda.ts`
 * @param qldb for a sequencer that keeps records in QLDB as well; any other has no use for the driver, and asks for none
 */
export async function bundle(
  entry: string,
  outfile: string,
  { qldb = false } = {},
): Promise<{ bytes: number; parts: Map<string, number> }> {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: [path.join("src", entry)],
    outfile,
    bundle: true,
    minify: true,
    charset: "utf8",
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    external: qldb ? [] : ["@pegbar/qldb"],
    legalComments: "linked",
    // A function finds its credentials in its environment: what looks for them elsewhere stays out.
    alias: { "@aws-sdk/credential-provider-node": path.join(here, "src/credentials.ts") },
    plugins: [lessZod],
    // Parts that are CommonJS ask for Node's modules by require.
    banner: {
      js: 'import { createRequire as pegbarRequire } from "node:module"; const require = pegbarRequire(import.meta.url);',
    },
    metafile: true,
  });
  const parts = new Map<string, number>();
  let bytes = 0;
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (!file.endsWith(".mjs")) continue;
    bytes += output.bytes;
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? "pegbar";
      parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
    }
  }
  return { bytes, parts };
}
