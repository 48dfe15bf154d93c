import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

const here = path.join(import.meta.dirname, "..");

/** Source of an export that throws when it is called, because it is not in this bundle; `create…` returns such a function. */
const refusing = (library: string, name: string): string => {
  const refuse = `() => { throw new Error("${library}'s ${name} is not in this bundle"); }`;
  return `export const ${name} = ${name.startsWith("create") ? `() => ${refuse}` : refuse};`;
};
const EXPORTED = /^export (?:const|class|function) (\w+)/gm;
const namesIn = (text: string): string[] => [...text.matchAll(EXPORTED)].map(([, name = ""]) => name);

/**
 * Parts of zod that are not used: messages in some fifty languages, conversion from and to JSON Schema (another library
 * creates the API's document), code generation. A single reference to the whole of zod would include all of it.
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
      // Checks of a schema's bounds are elsewhere; what this code derives from them is not used.
      const end = text.indexOf("export const stringProcessor");
      const rest = namesIn(text.slice(end)).map((name) => refusing("zod", name));
      return { contents: [text.slice(0, end), ...rest].join("\n") };
    });
  },
};

/** The PostgreSQL client supports replication, which is not used. */
const lessPostgres: Plugin = {
  name: "less-postgres",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]postgres[/\\]src[/\\]subscribe\.js$/ }, () => ({
      contents: `export default () => () => { throw new Error("postgres' subscribe is not in this bundle"); };`,
    }));
  },
};

/** Errors that code compares by class. All others keep their name and status, with the service's base class. */
const TOLD_BY_CLASS = /^(NotFound|NoSuchKey|\w+ServiceException)$/;

/**
 * AWS clients describe every operation in objects whose keys are names of constants. A bundler must treat these keys as
 * calls and keeps all of them. With literal keys it omits the operations that are not used. The same applies to errors,
 * which are all registered by calls. Constants that are used once are inlined.
 */
const lessAws: Plugin = {
  name: "less-aws",
  setup({ onLoad, onResolve }) {
    // Event streams within a response, of S3 queries, which are not used.
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

/** Sizes in bytes of a bundle. */
export interface BundleSize {
  /** What Node loads when the function starts. */
  bytes: number;
  /** With the parts that the first call which needs them loads. */
  allBytes: number;
  /** Of the packages that are loaded at the start. */
  parts: Map<string, number>;
  /** Of all packages in it. */
  allParts: Map<string, number>;
}

/**
 * Bundles a function as it is deployed: one file, next to it the parts that are imported later, and the licences of each.
 * @param entry below `src`, such as `api/lambda.ts`
 * @param options.qldb for a sequencer that also writes to QLDB; others omit the driver
 * @param options.external packages that are installed next to the bundle
 */
export async function bundle(
  entry: string,
  outfile: string,
  { qldb = false, external = [] as readonly string[] } = {},
): Promise<BundleSize> {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: [path.join("src", entry)],
    outdir: path.dirname(outfile),
    entryNames: path.basename(outfile, ".mjs"),
    chunkNames: `${path.basename(outfile, ".mjs")}-[hash]`,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    bundle: true,
    minify: true,
    charset: "utf8",
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    external: [...external, ...(qldb ? [] : ["@pegbar/qldb"])],
    legalComments: "linked",
    // Functions get their credentials from the environment, so other sources are left out.
    alias: { "@aws-sdk/credential-provider-node": path.join(here, "src/credentials.ts") },
    plugins: [lessZod, lessPostgres, lessAws],
    // CommonJS modules load Node's modules with require.
    banner: {
      js: 'import { createRequire as pegbarRequire } from "node:module"; const require = pegbarRequire(import.meta.url);',
    },
    metafile: true,
  });
  return measure(metafile, path.relative(here, outfile));
}

function measure({ outputs }: Metafile, entry: string): BundleSize {
  const atStart = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (atStart.has(file)) continue;
    atStart.add(file);
    for (const { path: imported, kind } of outputs[file]?.imports ?? [])
      if (kind === "import-statement" && imported in outputs) waiting.push(imported);
  }
  const sum = (files: Iterable<string>) =>
    [...files].reduce((bytes, file) => bytes + (file.endsWith(".mjs") ? (outputs[file]?.bytes ?? 0) : 0), 0);
  const sumByPackage = (files: Iterable<string>) => {
    const parts = new Map<string, number>();
    for (const file of files)
      for (const [input, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
        const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? "pegbar";
        parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
      }
    return parts;
  };
  const all = Object.keys(outputs);
  return { bytes: sum(atStart), allBytes: sum(all), parts: sumByPackage(atStart), allParts: sumByPackage(all) };
}
