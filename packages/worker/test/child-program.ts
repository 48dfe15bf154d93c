/**
 * Stands in for ComfyUI's process in tests: `/life` answers with its id, `/seen` with what it can see of its parent:
 * environment, open files, working directory. Arguments: port, then `deaf` to ignore SIGTERM, `grandchild` to start a
 * child process.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:http";

const [port, ...modes] = process.argv.slice(2);
const life = randomUUID();
if (modes.includes("deaf")) process.on("SIGTERM", () => undefined);
const grandchild = modes.includes("grandchild")
  ? spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }).pid
  : undefined;

const openFiles = () =>
  readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });

console.log("Starting server");
console.log("got prompt");
console.log("a tenant's secret");
console.log("Prompt executed in 1.00 seconds");
createServer((req, res) => {
  if (req.url === "/exit") process.exit(3);
  const seen = {
    environment: process.env,
    openFiles: openFiles(),
    directory: process.cwd(),
    files: readdirSync(process.cwd(), { recursive: true }).map(String),
    arguments: process.argv.slice(2),
    commandLine: readFileSync("/proc/self/cmdline", "utf8"),
  };
  res.end(JSON.stringify(req.url === "/seen" ? seen : { life, pid: process.pid, grandchild }));
}).listen(Number(port), "127.0.0.1");
