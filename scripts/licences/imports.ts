import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import * as z from "zod";

const Manifest = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** Imported by contract suites, which are in `src` for other packages' tests and in no bundle. */
const OF_TESTS = new Set(["vitest"]);

/**
 * Packages that the source of a workspace imports but does not list in `dependencies`. Bundles for Lambda, images, the
 * command line and the portal are built from that source, so that without such imports they contain only production
 * packages.
 */
export async function findUndeclaredImports(root: string): Promise<string[]> {
  const sources = globSync("packages/*/src/**/*.{ts,tsx,css}", { cwd: root }).filter(
    (file) => !/\.(test|d)\.tsx?$/.test(file),
  );
  if (sources.length === 0) return [];
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: sources,
    bundle: true,
    write: false,
    format: "esm",
    outdir: "unused",
    metafile: true,
    logLevel: "error",
    plugins: [
      {
        name: "follow-nothing",
        setup: ({ onResolve }) =>
          onResolve({ filter: /.*/ }, ({ kind, path: specifier }) =>
            kind === "entry-point" ? undefined : { path: specifier, external: true },
          ),
      },
    ],
  });
  const manifests = new Map<string, z.infer<typeof Manifest>>();
  const readManifest = (folder: string) => {
    const known =
      manifests.get(folder) ??
      Manifest.parse(JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")));
    manifests.set(folder, known);
    return known;
  };
  return Object.entries(metafile.inputs).flatMap(([file, { imports }]) => {
    const { name: own, dependencies, optionalDependencies } = readManifest(file.split("/", 2).join("/"));
    return imports.flatMap(({ path: specifier }) => {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
      if (name === undefined || /^[./<]|^(node|data|https?|virtual):/.test(specifier) || builtinModules.includes(name))
        return [];
      if (name === own || name in { ...dependencies, ...optionalDependencies } || OF_TESTS.has(name)) return [];
      return [`${file} imports ${name}, which the package.json of its package does not name in dependencies`];
    });
  });
}
