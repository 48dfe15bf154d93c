import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeReadError } from "../file-error.ts";
import { withExamples } from "./examples.ts";

/** Checks an export of Amazon QLDB. */
export function verifyQldb(group: Command): void {
  const command = group
    .command("verify-qldb")
    .description("check what Amazon QLDB exported or streamed, in Ion; works offline and without a sign-in")
    .argument("<files...>", "all files of the export, in any order")
    .option("--last <hash>", "hash of the newest block, from a source that you trust")
    .action((files: string[], { last }: { last?: string }, command: Command) =>
      runCommand(command, async ({ out }) => {
        const contents = await Promise.all(files.map(readExport));
        // Loaded here: Ion is large, and no other command needs it.
        const { verifyExport } = await import("@pegbar/qldb/verify");
        const verdict = verifyExport(contents);
        if (!verdict.valid) throw new CliError("notVerified", `${verdict.reason}.`);
        const { runs, blocks, revisions } = verdict;
        if (last !== undefined && !runs.some(({ lastHash }) => lastHash === last))
          throw new CliError("notVerified", "No sequence of blocks ends with the hash of --last.");
        out.result({ runs, blocks, revisions }, () => {
          out.facts([
            ["blocks", String(blocks)],
            ["revisions", String(revisions.data)],
            ["redacted", String(revisions.redacted)],
            ["deleted", String(revisions.deleted)],
            ["hashes only", String(revisions.hidden)],
          ]);
          out.table(
            ["strand", "first", "last", "hash of the last"],
            runs.map((one) => [one.strandId, String(one.first), String(one.last), one.lastHash]),
            "No blocks.",
          );
          if (runs.length > 1) out.note("Blocks between these sequences are missing.");
          out.note(
            last === undefined
              ? "The export is consistent. To check that it is the ledger you trust, add --last."
              : "Verified.",
          );
        });
      }),
    );
  withExamples(command, "pegbar ledger verify-qldb export/*.ion --last lu425dAWsmvzxuNHTbn4ID4mLo0bWKkjLP2Uel4wrPQ=");
}

const readExport = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw describeReadError(error, file);
  });
