import { Argument, type Command } from "commander";
import { buildCompletionScript, shells, type Shell } from "../completion.ts";
import { withExamples } from "./examples.ts";

/** Completion of commands and options in a shell. */
export function addCompletionCommand(program: Command): void {
  const command = program
    .command("completion")
    .description("print a script that completes commands and options in your shell")
    .addArgument(new Argument("<shell>").choices([...shells]))
    .action((shell: Shell) => void process.stdout.write(buildCompletionScript(program, shell)));
  withExamples(
    command,
    'eval "$(pegbar completion bash)"    # in ~/.bashrc',
    "pegbar completion fish > ~/.config/fish/completions/pegbar.fish",
  );
}
