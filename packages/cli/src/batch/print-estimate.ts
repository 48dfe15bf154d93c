import type { components } from "@pegbar/sdk";
import { formatDuration, formatRange, formatRemaining } from "../format-range.ts";
import type { Output } from "../output.ts";

type Estimate = components["schemas"]["BatchEstimate"];

/** Prints what a batch takes and costs, and what remains on the quotas. */
export const printBatchEstimate = (out: Output, found: Estimate): void =>
  out.result(found, () =>
    out.facts([
      ["jobs", found.jobs],
      ["reused", found.reused === 0 ? "none" : `${found.reused}, free of charge`],
      ["GPU time", formatRange(found.seconds, formatDuration)],
      ["cost", formatRange(found.dollars, (n) => `$${n.toFixed(4)}`)],
      ["starts in", found.wait.seconds ? formatRange(found.wait.seconds, formatDuration) : describeNoWorker(found)],
      ["done in", found.duration ? formatRange(found.duration, formatDuration) : describeNoWorker(found)],
      ["runs on", `${found.instance} (${found.class}), ${found.wait.workers} running`],
      ["estimated from", describeBasis(found)],
      ...found.remaining.map((one) => [`remaining (${one.scope})`, formatRemaining(one)] as const),
    ]),
  );

const describeNoWorker = ({ class: workloadClass }: Estimate): string =>
  `unknown until a worker of class ${workloadClass} is started: none is running`;

const describeBasis = ({ jobs, reused, measured }: Estimate): string =>
  measured === 0
    ? "size and steps: no run like this has been measured"
    : `measured runs for ${measured} of ${jobs - reused} jobs`;
