import { SingleBar } from "cli-progress";

/** A progress bar of 100 on stderr, begun; it leaves nothing behind. For terminals alone. */
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
