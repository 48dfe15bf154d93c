import type { Command } from "commander";
import { run } from "../cli.ts";
import { CliError } from "../exit.ts";

/** The log that certificates come from. */
export function ledger(program: Command): void {
  program
    .command("ledger")
    .description("the log that certificates come from")
    .command("key")
    .description("the log's public key, to compare with certificates; needs no sign-in")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, url, signal }) => {
        const response = await fetch(new URL("/v1/ledger/key", url()), { signal });
        const { logKey } = (await response.json().catch(() => ({}))) as { logKey?: string };
        if (logKey === undefined)
          throw new CliError(
            "unexpected",
            `${url()} answered ${response.status} and no key.`,
            "Is this the address of Pegbar's API?",
          );
        out.result({ logKey }, () => out.print(logKey));
      }),
    );
}
