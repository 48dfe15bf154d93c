import type { Command } from "commander";
import { withExamples } from "../examples.ts";
import { addActCommands } from "./act.ts";
import { addListCommand } from "./list.ts";
import { addRetakeCommand } from "./retake.ts";
import { addShowCommand } from "./show.ts";
import { addSubmitCommand } from "./submit.ts";

/** batch submit, list, show, pause, resume, cancel, retry, prioritise, retake */
export function addBatchCommands(program: Command): void {
  const batch = program.command("batch").description("submit frames of a shot, watch them, and render some again");
  addSubmitCommand(batch);
  addListCommand(batch);
  addShowCommand(batch);
  addActCommands(batch);
  addRetakeCommand(batch);
  withExamples(
    batch,
    "pegbar batch submit paint-text -s HARBOR/sq010/sh010 -f 1-48:2 -p prompt=dusk",
    "pegbar batch list",
  );
}
