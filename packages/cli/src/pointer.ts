import type { Command } from "commander";

/** Options and arguments whose name differs from the API's field. */
const NAMES: Record<string, readonly string[]> = {
  bytes: ["file"],
  eventId: ["deliveries"],
  events: ["event"],
  expiresInDays: ["expiresIn"],
  groupBy: ["by"],
  id: ["batch", "job", "jobs", "ids", "workflow", "model", "webhook", "tokens", "webhooks", "shot", "id"],
  inputId: ["subject"],
  jobId: ["job"],
  labels: ["label"],
  memberId: ["subject"],
  overlapHours: ["overlap"],
  showId: ["shot"],
  shotId: ["shot"],
  showIds: ["show", "shows"],
  timeLimitSeconds: ["timeLimit"],
  url: ["address"],
  verbs: ["verb"],
  vramMib: ["vram"],
  workflow: ["target"],
  graph: ["target"],
};
/** Options that set values by name. */
const FLAGS: Readonly<Record<string, string>> = { parameters: "-p", inputs: "-i", keyframes: "-k", grid: "--grid" };
/** Parts of a request that a JSON pointer may begin with. */
const PARTS: readonly string[] = ["query", "header", "param"];

/**
 * The option or argument that a JSON pointer of an API error refers to (RFC 6901): `/query/month` is `--month`,
 * `/parameters/seed` is `-p seed`. `field` is the API's name of it.
 */
export function namePointer(pointer: string, command: Command): { name: string; field: string } {
  const path = pointer.split("/").slice(1).map(unescape);
  if (path.length > 1 && PARTS.includes(path[0] ?? "")) path.shift();
  const step = takeStep(path, command);
  const [field = "", second, , input] = path;
  const flag = Object.hasOwn(FLAGS, field) ? FLAGS[field] : undefined;
  const prefix = step === undefined ? "" : `${step}.`;
  if (flag !== undefined)
    return { name: second === undefined ? flag : `${flag} ${prefix}${second}`, field: second ?? field };
  if (field === "seed") return { name: nameSeed(command, step), field };
  if (step !== undefined) return { name: `--step ${step}`, field };
  if (field === "graph" && second !== undefined)
    return { name: input === undefined ? `node ${second} of the graph` : `${second}.${input} of the graph`, field };
  const known = toCamelCase(field);
  for (const name of [known, ...(NAMES[known] ?? [])]) {
    const typed = findTypedName(command, name);
    if (typed !== undefined) return { name: typed, field };
  }
  return { name: `value of ${JSON.stringify(path.join("."))}`, field };
}

/** The step of a batch that a pointer is in, such as that of `/steps/0/parameters/seed`, which it loses. */
function takeStep(path: string[], command: Command): string | undefined {
  const steps: unknown = command.getOptionValue("step");
  if (path[0] !== "steps" || !Array.isArray(steps)) return undefined;
  const given: unknown = steps[Number(path[1])];
  path.splice(0, 2);
  return typeof given === "string" ? given.split("=")[0] : undefined;
}

/** `--seed` with the policy of this step, or of the first one. */
function nameSeed(command: Command, step: string | undefined): string {
  const value: unknown = command.getOptionValue("seed");
  const given = [value].flat().filter((one) => typeof one === "string");
  const own = given.find((one) => (step === undefined ? !/^[\w-]+=/.test(one) : one.startsWith(`${step}=`)));
  return own === undefined ? "--seed" : `--seed ${JSON.stringify(own)}`;
}

/** An option with the value that was given, or an argument. */
function findTypedName(command: Command, name: string): string | undefined {
  const option = command.options.find((one) => one.attributeName() === name);
  if (option) {
    const value: unknown = command.getOptionValue(name);
    const flag = option.long ?? option.flags;
    return typeof value === "string" && value !== "" ? `${flag} ${JSON.stringify(value)}` : flag;
  }
  const argument = command.registeredArguments.find((one) => one.name() === name);
  return argument && `<${argument.name()}>`;
}

const toCamelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const unescape = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");
