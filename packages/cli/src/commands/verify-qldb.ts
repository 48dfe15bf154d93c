import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { run } from "../cli.ts";
import { CliError, noFile } from "../exit.ts";

/** For those who kept what Amazon's ledger exported. */
export function verifyQldb(group: Command): void {
  group
    .command("verify-qldb")
    .description("check what Amazon QLDB exported or streamed, in Ion; needs no network and no sign-in")
    .argument("<files...>", "all files of the export, in any order")
    .option("--last <hash>", "hash of the newest block, from a source that you trust")
    .action((files: string[], { last }: { last?: string }, command: Command) =>
      run(command, async ({ out }) => {
        const contents = await Promise.all(files.map(read));
        // Ion is large, and only this needs it.
        const { verifyExport } = await import("@pegbar/qldb/verify");
        const verdict = verifyExport(contents);
        if (!verdict.valid) throw new CliError("notVerified", `${verdict.reason}.`);
        const { runs, blocks, revisions } = verdict;
        if (last !== undefined && !runs.some(({ lastHash }) => lastHash === last))
          throw new CliError("notVerified", "No run of blocks ends with the hash that you trust.");
        out.result({ runs, blocks, revisions }, () => {
          out.facts([
            ["blocks", String(blocks)],
            ["revisions", String(revisions.data)],
            ["redacted", String(revisions.redacted)],
            ["deleted", String(revisions.deleted)],
            ["hashes alone", String(revisions.hidden)],
          ]);
          out.table(
            ["strand", "first", "last", "hash of the last"],
            runs.map((one) => [one.strandId, String(one.first), String(one.last), one.lastHash]),
            "There are no blocks.",
          );
          if (runs.length > 1) out.note("Blocks between the runs are missing.");
          out.note(last === undefined ? "It fits together. Whether it is the right one, tells --last." : "Verified.");
        });
      }),
    );
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw noFile(error, file);
  });
