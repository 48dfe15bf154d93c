import { stage } from "./here";

/** CloudWatch's namespace of the metrics that functions write to their logs. One per stage: an account may have several. */
export const metricNamespace = `Pegbar/${stage.name}`;
