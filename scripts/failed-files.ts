import path from "node:path";
import { listFailedFiles, readReport } from "./test-report.ts";

/** Prints the files of a vitest JSON report that failed, one per line, relative to the working directory. */
for (const name of listFailedFiles(readReport(process.argv[2] ?? ""))) console.log(path.relative(process.cwd(), name));
