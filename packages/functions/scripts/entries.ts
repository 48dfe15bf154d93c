/** Functions of the cloud, below `src`: each is bundled into a folder of its own, which infra/ hands to Lambda. */
export const ENTRIES = [
  "api/lambda",
  "authorizer/lambda",
  "events/lambda",
  "identity/keys",
  "identity/pre-token",
  "janitor/lambda",
  "media/lambda",
  "migrate/lambda",
  "models/lambda",
  "plan/lambda",
  "reconciler/lambda",
  "sequencer/lambda",
  "webhook/lambda",
  "webhook/sender",
  "work-api/lambda",
] as const;
export type Entry = (typeof ENTRIES)[number];

interface Beside {
  /** Programs that the function starts: file names by what is bundled into them, below `src`. */
  children?: Record<string, string>;
  /** Packages that no bundle can hold, because a part of them is native. */
  libraries?: string[];
  /** What those are made for; 64-bit Arm by default. */
  cpu?: "arm64" | "x64";
  /** Files as they are: names by where they lie in the repository. */
  copies?: Record<string, string>;
}

/** What opens strangers' files: in a process of its own, with libraries that have native parts. */
const OPENS_FILES: Beside = {
  children: { "sandboxed.mjs": "media/sandboxed.ts" },
  libraries: ["sharp", "@contentauth/c2pa-node"],
  // c2pa-node is made for no other processor.
  cpu: "x64",
};

/** What a function needs beside its bundle. */
export const BESIDE: Partial<Record<Entry, Beside>> = {
  "media/lambda": OPENS_FILES,
  "models/lambda": OPENS_FILES,
  "migrate/lambda": { copies: { migrations: "packages/core/migrations" } },
};
