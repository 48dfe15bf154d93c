import { Option, type Command } from "commander";
import { collect, parseInteger } from "../commands/options.ts";
import { parseStopAfter, type StopAfter } from "./stop-after.ts";

/** Options that batches and retakes have in common. */
export interface ValueOptions {
  param?: string[];
  keyframes?: string[];
  seed?: string;
  input?: string[];
  lane?: "interactive" | "batch";
  priority?: number;
  label?: string[];
  name?: string;
  stopAfter?: StopAfter;
  allowMixedSizes?: boolean;
}

const SEED = "7, increment:7, increment:7:10, per-frame:7, or @FILE with a seed for each frame";

/** `--seed` once, for commands without steps. */
export const addSeedOption = (command: Command): Command => command.option("--seed <policy>", SEED);

/** `--seed` for each step. */
export const addSeedOptions = (command: Command): Command =>
  command.option("--seed <policy>", `${SEED}; for a later step, STEP=POLICY; repeatable`, collect);

export const addValueOptions = (command: Command): Command =>
  command
    .option("-p, --param <name=value>", "parameter of the workflow; repeatable", collect)
    .option(
      "-k, --keyframes <name=keys>",
      "values at frames such as strength=1:0.4,47:0.6, with @hold, @linear or @ease at the end, or name=@FILE; repeatable",
      collect,
    )
    .option(
      "-i, --input <name=file>",
      "file, folder or pattern such as plates/plate.####.png, or inp_… or sqc_…; repeatable",
      collect,
    )
    .option("--allow-mixed-sizes", "accept image sequences whose pictures have different sizes")
    .addOption(laneOption())
    .addOption(priorityOption())
    .option("--label <name=value>", "label of the jobs, by which they can be found; repeatable", collect)
    .option("--name <name>", "name of the batch")
    .addOption(
      new Option("--stop-after <limit>", "stop after this many failed jobs, a share such as 10%, or never").argParser(
        parseStopAfter,
      ),
    )
    .option("--idempotency-key <key>", "returns the same batch when the request is repeated with the same key");

export const laneOption = (): Option =>
  new Option("--lane <lane>", "scheduling lane").choices(["interactive", "batch"]);
export const priorityOption = (): Option =>
  new Option("--priority <n>", "-100 to 100, higher first").argParser(parseInteger(-100, 100));
