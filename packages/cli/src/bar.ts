import { SingleBar } from "cli-progress";

/** Starts a progress bar from 0 to 100 on stderr, which disappears at the end. Only for terminals. */
export function startBar(): SingleBar {
  const bar = new SingleBar({
    format: "{bar} {percentage} %  {where}",
    stream: process.stderr,
    clearOnComplete: true,
    barsize: 32,
    barCompleteChar: "█",
    barIncompleteChar: "░",
  });
  bar.start(100, 0, { where: "" });
  return bar;
}
