import { Command } from "commander";
import { account } from "./commands/account.ts";
import { assets } from "./commands/assets.ts";
import { completion } from "./commands/completion.ts";
import { erase } from "./commands/erase.ts";
import { invitations } from "./commands/invitations.ts";
import { jobs } from "./commands/jobs.ts";
import { ledger } from "./commands/ledger.ts";
import { verify } from "./commands/verify.ts";
import { models } from "./commands/models.ts";
import { studio } from "./commands/studio.ts";
import { submit } from "./commands/submit.ts";
import { tokens } from "./commands/tokens.ts";
import { webhooks } from "./commands/webhooks.ts";

const EXITS = `
Exit codes:
  0 done   1 unexpected   2 usage   3 not signed in   4 refused or invalid   5 not found   6 quota
  7 job failed   8 job cancelled   9 verification failed   130 interrupted

Environment: PEGBAR_URL, PEGBAR_TOKEN, PEGBAR_PROFILE, PEGBAR_TENANT, NO_COLOR`;

/** The whole command. */
export function program(): Command {
  const root = new Command("pegbar")
    .description("Runs your studio's ComfyUI workflows and proves how each frame was made.")
    .version("0.1.0")
    .option("--json", "machine-readable output on stdout; everything else on stderr")
    .option("--profile <name>", "use this sign-in")
    .option("--url <address>", "address of the API")
    .option("--tenant <slug>", "the studio, for who belongs to several")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXITS)
    .showHelpAfterError("(pegbar --help tells more)");
  for (const add of [
    account,
    invitations,
    submit,
    jobs,
    assets,
    verify,
    studio,
    models,
    tokens,
    webhooks,
    ledger,
    erase,
    completion,
  ])
    add(root);
  const strict = (command: Command): void => {
    command.exitOverride().configureHelp({ showGlobalOptions: true });
    command.commands.forEach(strict);
  };
  strict(root);
  return root;
}
