import { Argument, type Command } from "commander";
import { completion as script, shells, type Shell } from "../completion.ts";

/** Teach a shell what may follow. */
export function completion(program: Command): void {
  program
    .command("completion")
    .description("a script that completes commands and options in your shell")
    .addArgument(new Argument("<shell>").choices([...shells]))
    .addHelpText("after", '\nExample, in ~/.bashrc:\n  eval "$(pegbar completion bash)"')
    .action((shell: Shell) => void process.stdout.write(script(program, shell)));
}
