import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";

const here = path.join(import.meta.dirname, "..");

/** Says that something is not in this bundle, once it is called; what makes a method says it once that is called. */
const refusing = (library: string, name: string): string => {
  const refuse = `() => { throw new Error("${library}'s ${name} is not in this bundle"); }`;
  return `export const ${name} = ${name.startsWith("create") ? `() => ${refuse}` : refuse};`;
};
const EXPORTED = /^export (?:const|class|function) (\w+)/gm;
const namesIn = (text: string): string[] => [...text.matchAll(EXPORTED)].map(([, name = ""]) => name);

/**
 * What zod brings and nobody here asks for: messages in some fifty languages, schemas made of JSON Schema and JSON Schema
 * made of schemas (the API's document is made by another library), code made of schemas. One reference to the whole of
 * zod keeps all of it.
 */
const lessZod: Plugin = {
  name: "less-zod",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
    const unused = /[/\\]zod[/\\]v4[/\\](core[/\\](compile|to-json-schema)|classic[/\\]from-json-schema)\.js$/;
    onLoad({ filter: unused }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      return { contents: [...namesIn(text), "process"].map((name) => refusing("zod", name)).join("\n") };
    });
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]core[/\\]json-schema-processors\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      // What it knows of a schema's bounds is asked for elsewhere; what it makes of them is not.
      const end = text.indexOf("export const stringProcessor");
      const rest = namesIn(text.slice(end)).map((name) => refusing("zod", name));
      return { contents: [text.slice(0, end), ...rest].join("\n") };
    });
  },
};

/** The client for PostgreSQL can follow a server's replication, which nobody here does. */
const lessPostgres: Plugin = {
  name: "less-postgres",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]postgres[/\\]src[/\\]subscribe\.js$/ }, () => ({
      contents: `export default () => () => { throw new Error("postgres' subscribe is not in this bundle"); };`,
    }));
  },
};

/** Errors that code of ours or of a library tells by their class. All others keep name and status, of the service's own class. */
const TOLD_BY_CLASS = /^(NotFound|NoSuchKey|\w+ServiceException)$/;

/**
 * AWS's clients describe every operation in objects whose keys are names of constants. A bundler must take those for calls
 * and keeps them all; with the keys written out it leaves out what no operation of ours needs. Likewise with errors, which
 * are all registered by calls. A constant that is used once is shorter in its place.
 */
const lessAws: Plugin = {
  name: "less-aws",
  setup({ onLoad, onResolve }) {
    // Streams of events within an answer: of S3's queries, which nobody here sends.
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({ path: "event-streams", namespace: "refused" }));
    onLoad({ filter: /.*/, namespace: "refused" }, ({ path: name }) => ({
      contents: `${refusing(name, "EventStreamSerde")}
        export const resolveEventStreamSerdeConfig = (config) => config;
        export const eventStreamSerdeProvider = () => undefined;`,
    }));
    onLoad(
      { filter: /[/\\]@aws-sdk[/\\]client-[\w-]+[/\\]dist-es[/\\]schemas[/\\]schemas_0\.js$/ },
      async ({ path: file }) => {
        const text = await readFile(file, "utf8");
        const constants = new Map(
          [...text.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
        );
        const isTold = (error: string) => TOLD_BY_CLASS.test(error) || file.includes("qldb");
        const uses = Map.groupBy(text.match(/\b_\w+\b/g) ?? [], (name) => name);
        const isUsedOnce = (name: string) => uses.get(name)?.length === 2;
        return {
          contents: text
            .replaceAll(/\[(\w+)\]:/g, (all, name: string) => `${constants.get(name) ?? all.slice(0, -1)}:`)
            .replaceAll(/(?<!const )\b_\w+\b/g, (name) => (isUsedOnce(name) && constants.get(name)) || name)
            .replaceAll(/^\w+\.registerError\(\w+\$, (\w+)\);$/gm, (all, error: string) => (isTold(error) ? all : "")),
        };
      },
    );
  },
};

/**
 * Bundles a function as it is deployed: one file that needs nothing beside it, its licences in another. Answers with the
 * sizes of what went into it, in bytes.
 * @param entry below `src`, such as `api/lambda.ts`
 * @param options.qldb for a sequencer that keeps records in QLDB as well; any other has no use for the driver, and asks for none
 * @param options.external packages that lie beside the bundle
 */
export async function bundle(
  entry: string,
  outfile: string,
  { qldb = false, external = [] as readonly string[] } = {},
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
    external: [...external, ...(qldb ? [] : ["@pegbar/qldb"])],
    legalComments: "linked",
    // A function finds its credentials in its environment: what looks for them elsewhere stays out.
    alias: { "@aws-sdk/credential-provider-node": path.join(here, "src/credentials.ts") },
    plugins: [lessZod, lessPostgres, lessAws],
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
