/** Functions of the cloud, below `src`. Each is bundled into a separate folder, which infra/ deploys to Lambda. */
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
  "renditions/lambda",
  "sequencer/lambda",
  "webhook/lambda",
  "webhook/sender",
  "work-api/lambda",
] as const;
export type Entry = (typeof ENTRIES)[number];

interface Beside {
  /** Programs that the function starts: file name → entry below `src`. */
  children?: Record<string, string>;
  /** Packages that cannot be bundled, because they contain native code or WebAssembly. */
  libraries?: string[];
  /** Architecture of these packages; default: 64-bit Arm. */
  cpu?: "arm64" | "x64";
  /** Files to copy: name → path in the repository. */
  copies?: Record<string, string>;
}

/** Programs that open untrusted files, in a separate process with native libraries. */
const OPENS_FILES: Beside = {
  children: { "sandboxed.mjs": "media/sandboxed.ts" },
  libraries: ["sharp", "@contentauth/c2pa-node", "exrs", "@fontsource/roboto"],
  // c2pa-node supports no other processor.
  cpu: "x64",
};

/** What a function needs in addition to its bundle. */
export const BESIDE: Partial<Record<Entry, Beside>> = {
  "media/lambda": OPENS_FILES,
  "models/lambda": OPENS_FILES,
  "renditions/lambda": {
    children: { "sandboxed-rendition.mjs": "media/sandboxed-rendition.ts" },
    libraries: ["sharp", "exrs", "@napi-rs/webcodecs", "@fontsource/roboto-mono"],
    cpu: "x64",
  },
  "migrate/lambda": { copies: { migrations: "packages/core/migrations" } },
};
