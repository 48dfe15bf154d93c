import { execFile } from "node:child_process";
import { glob, open, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";

const Locked = z
  .looseObject({
    dependencies: z.record(z.string(), z.string()).optional(),
    optionalDependencies: z.record(z.string(), z.string()).optional(),
    version: z.string(),
    /** Missing for a package that is part of another one's archive. */
    integrity: z.string().optional(),
    inBundle: z.literal(true).optional(),
  })
  .refine(({ integrity, inBundle }) => integrity !== undefined || inBundle, "a package without a hash");
const Lock = z.object({ packages: z.record(z.string(), z.unknown()) });
const Overriding = z.object({ overrides: z.record(z.string(), z.unknown()) });

const rootFile = (name: string): Promise<string> => readFile(path.join(import.meta.dirname, "../../..", name), "utf8");

/** The part of a lockfile for `libraries` and their dependencies, with the same versions and hashes. */
export function lockOf(libraries: readonly string[], text: string): { packages: Record<string, unknown> } {
  const { packages } = Lock.parse(JSON.parse(text));
  const found = new Map<string, z.infer<typeof Locked>>();
  /** Resolves a package like Node: next to its dependant, then in parent folders. */
  const placeOf = (name: string, within: string): string => {
    for (let at = within; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
      const nested = `${at}/node_modules/${name}`;
      if (nested in packages) return nested;
    }
    return `node_modules/${name}`;
  };
  const add = (name: string, within: string): void => {
    const place = placeOf(name, within);
    if (found.has(place)) return;
    const locked = Locked.parse(packages[place]);
    // Those for other systems are missing if they were not in the registry when the lockfile was written.
    const known = Object.entries(locked.optionalDependencies ?? {}).filter(
      ([next]) => placeOf(next, place) in packages,
    );
    found.set(place, {
      ...locked,
      ...(locked.optionalDependencies ? { optionalDependencies: Object.fromEntries(known) } : {}),
    });
    for (const next of [...Object.keys(locked.dependencies ?? {}), ...known.map(([name]) => name)]) add(next, place);
  };
  for (const name of libraries) add(name, "");
  return { packages: Object.fromEntries(found) };
}

/** Installs libraries with native code into `folder`, for Lambda's machines. */
export async function installNative(folder: string, libraries: readonly string[], cpu: Cpu): Promise<void> {
  const { packages } = lockOf(libraries, await rootFile("package-lock.json"));
  const dependencies = Object.fromEntries(
    libraries.map((name) => [name, Locked.parse(packages[`node_modules/${name}`]).version]),
  );
  const write = (name: string, content: object) => writeFile(path.join(folder, name), JSON.stringify(content));
  // npm refuses a package whose locked version differs from the range of its dependant, unless there is an override.
  const { overrides } = Overriding.parse(JSON.parse(await rootFile("package.json")));
  await write("package.json", { private: true, type: "module", dependencies, overrides });
  await write("package-lock.json", {
    lockfileVersion: 3,
    requires: true,
    packages: { "": { dependencies }, ...packages },
  });
  const flags = ["--os", "linux", "--cpu", cpu, "--libc", "glibc", "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["ci", ...flags], { cwd: folder, shell: process.platform === "win32" });
  await assertBuiltFor(cpu, folder);
}

/** The architecture in an ELF header. */
const MACHINES = { arm64: 183, x64: 62 };
type Cpu = keyof typeof MACHINES;

/** An npm that does not know the flags would silently install for this machine. */
async function assertBuiltFor(cpu: Cpu, folder: string): Promise<void> {
  let count = 0;
  for await (const file of glob("node_modules/**/*.node", { cwd: folder })) {
    await using handle = await open(path.join(folder, file));
    const { buffer } = await handle.read(Buffer.alloc(20), 0, 20, 0);
    if (buffer.readUInt16LE(18) !== MACHINES[cpu])
      throw new Error(`${file} is not for Linux on ${cpu}: npm is too old`);
    count++;
  }
  if (count === 0) throw new Error(`npm installed no native library for Linux on ${cpu}`);
}
