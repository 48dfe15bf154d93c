/** Flags of ComfyUI that change neither results nor speed: addresses, interface, logs, accounts. */
const IRRELEVANT = new Set([
  "listen",
  "port",
  "tls-keyfile",
  "tls-certfile",
  "enable-cors-header",
  "max-upload-size",
  "auto-launch",
  "disable-auto-launch",
  "windows-standalone-build",
  "front-end-version",
  "front-end-root",
  "enable-compress-response-body",
  "comfy-api-base",
  "feature-flag",
  "enable-manager",
  "disable-manager-ui",
  "enable-manager-legacy-ui",
  "multi-user",
  "verbose",
  "log-stdout",
  "dont-print-server",
  "debug-hang",
]);

const NUMBER = /^-?\d{1,9}(\.\d{1,6})?$/;

/** Flags whose values matter, with the form of a value. Values of all other flags are dropped: they may be paths or names. */
const VALUES: ReadonlyMap<string, RegExp> = new Map([
  ["cuda-device", /^(all|\d{1,3}(,\d{1,3})*)$/],
  ["default-device", NUMBER],
  ["directml", NUMBER],
  ["oneapi-device-selector", /^[a-z_]{1,16}:[\d*,]{1,16}$/],
  ["preview-method", /^[a-z0-9]{1,16}$/],
  ["preview-size", NUMBER],
  ["cache-ram", NUMBER],
  ["cache-lru", NUMBER],
  ["reserve-vram", NUMBER],
  ["vram-headroom", NUMBER],
  ["async-offload", NUMBER],
  ["fast", /^[a-z][a-z0-9_]{0,31}$/],
]);

const FLAG = /^--([A-Za-z0-9][\w-]{0,63})(?:=(.*))?$/s;
const MAX_VALUES = 8;

interface Flag {
  name: string;
  values: string[];
}

/** Reads a command line of `argparse`: `--name`, `--name value …`, `--name=value`. What comes before the first flag is dropped. */
function readFlags(argv: readonly string[]): Flag[] {
  const flags: Flag[] = [];
  for (const argument of argv) {
    const [, name, value] = FLAG.exec(argument) ?? [];
    if (name !== undefined) flags.push({ name, values: value === undefined ? [] : [value] });
    else flags.at(-1)?.values.push(argument);
  }
  return flags;
}

/**
 * Describes how ComfyUI was started, as far as it matters for its results: `--fp16-vae`, `--fast fp16_accumulation`,
 * `--reserve-vram 1.5`. A flag that takes a path, an address, a name or anything unknown is listed without its value; flags of
 * addresses, interface and logs are not listed.
 * @param argv `system.argv` of `/system_stats`
 */
export function describeFlags(argv: readonly string[]): string[] {
  const described = readFlags(argv).flatMap(({ name, values }) => {
    if (IRRELEVANT.has(name)) return [];
    const form = VALUES.get(name);
    const kept = form ? values.filter((value) => form.test(value)).slice(0, MAX_VALUES) : [];
    return [[`--${name}`, ...kept].join(" ")];
  });
  return [...new Set(described)];
}

/** The folders of custom nodes that ComfyUI may load; undefined if it loads all. */
export function listEnabledCustomNodes(argv: readonly string[]): string[] | undefined {
  const flags = readFlags(argv);
  if (!flags.some(({ name }) => name === "disable-all-custom-nodes")) return undefined;
  // argparse keeps the last occurrence of a flag.
  return flags.findLast(({ name }) => name === "whitelist-custom-nodes")?.values ?? [];
}
