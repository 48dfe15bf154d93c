import { Command } from "commander";
import { addAccountCommands } from "./commands/account.ts";
import { addBatchCommands } from "./commands/batch/index.ts";
import { addAssetCommands } from "./commands/assets.ts";
import { addComfyCommand } from "./commands/comfy.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { convert } from "./commands/convert.ts";
import { deliver } from "./commands/deliver.ts";
import { erase } from "./commands/erase.ts";
import { addInvitationCommands } from "./commands/invitations.ts";
import { withExamples } from "./commands/examples.ts";
import { addJobCommands } from "./commands/jobs.ts";
import { addLedgerCommands } from "./commands/ledger.ts";
import { addLogsCommand } from "./commands/logs.ts";
import { addJobTraceCommand } from "./commands/job-trace.ts";
import { addMemberCommands } from "./commands/members.ts";
import { addQuotaCommands } from "./commands/quotas.ts";
import { addShowCommands } from "./commands/shows.ts";
import { addPullCommand } from "./commands/pull.ts";
import { verify } from "./commands/verify.ts";
import { movie } from "./commands/movie.ts";
import { addModelCommands } from "./commands/models.ts";
import { addStudioCommands } from "./commands/studio.ts";
import { addPlaylistCommands } from "./commands/playlist.ts";
import { addStatusCommand } from "./commands/status.ts";
import { submit } from "./commands/submit.ts";
import { addTokenCommands } from "./commands/tokens.ts";
import { addWebhookCommands } from "./commands/webhooks.ts";
import { addWorkflowCommands } from "./commands/workflow.ts";
import { applyStyle } from "./output.ts";

const ENVIRONMENT = `
Exit codes:
  0 success   1 unexpected error   2 wrong usage   3 not signed in   4 refused   5 not found   6 quota exceeded
  7 job failed   8 job cancelled   9 verification failed   130 interrupted

Environment: PEGBAR_URL, PEGBAR_TOKEN, PEGBAR_PROFILE, PEGBAR_TENANT, PEGBAR_SHOT, NO_COLOR,
  TRACEPARENT`;

/** Creates the whole command. With `json`, the caller handles usage errors. */
export function createProgram({ json = false }: { json?: boolean } = {}): Command {
  const root = new Command("pegbar")
    .description("Run your studio's ComfyUI workflows, and prove how each frame was made.")
    .version("0.1.0")
    .option("--json", "print JSON on stdout; everything else goes to stderr")
    .option("--profile <name>", "use this profile (default: the last one signed in)")
    .option("--url <address>", "address of the API (default: the profile's)")
    .option("--tenant <slug>", "studio, if you are a member of several")
    .configureOutput({
      writeErr: (text) => void (json || process.stderr.write(text)),
      outputError: (text, write) => write(text.replace(/^error:/, () => applyStyle("red", "Error:", process.stderr))),
    });
  withExamples(
    root,
    "pegbar login --url https://api.example.com",
    "pegbar submit paint-text -s HARBOR/sq010/sh010 -p prompt=dusk --download out",
    "pegbar verify out/sq010_sh010_paint.v001.png --key log.key",
  ).addHelpText("after", ENVIRONMENT);
  const groups = [
    addAccountCommands,
    addInvitationCommands,
    submit,
    convert,
    addJobCommands,
    addJobTraceCommand,
    addBatchCommands,
    addPullCommand,
    addComfyCommand,
    addAssetCommands,
    deliver,
    movie,
    addPlaylistCommands,
    addWorkflowCommands,
    verify,
    addShowCommands,
    addMemberCommands,
    addQuotaCommands,
    addStudioCommands,
    addModelCommands,
    addTokenCommands,
    addWebhookCommands,
    addLedgerCommands,
    addLogsCommand,
    erase,
    addStatusCommand,
    addCompletionCommand,
  ];
  for (const addTo of groups) addTo(root);
  configure(root, "pegbar");
  return root;
}

/** Applies settings that commander does not pass on to subcommands. */
function configure(command: Command, path: string): void {
  command.exitOverride().configureHelp({ showGlobalOptions: true }).showHelpAfterError(`See: ${path} --help`);
  for (const one of command.commands) configure(one, `${path} ${one.name()}`);
}
