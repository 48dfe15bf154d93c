import { readdirSync, readFileSync } from "node:fs";

/** Command lines of the processes that mention `text`, by id; Linux only. */
export function processesOf(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      const environment = readFileSync(`/proc/${name}/environ`, "utf8");
      if (command.includes(text) || environment.includes(text)) found.set(Number(name), command.trim());
    } catch {
      // It has ended, or is somebody else's.
    }
  }
  return found;
}
