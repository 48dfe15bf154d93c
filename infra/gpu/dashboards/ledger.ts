import type { MetricSource } from "../metric-source/source.ts";
import type { Dashboard } from "./dashboard.ts";

/** The logs: whether results get their certificates. */
export const createLedgerDashboard = ({ value, increase, quantile }: MetricSource): Dashboard => ({
  uid: "pegbar-ledger",
  title: "Pegbar: ledger",
  questions: [
    "**Do results get their certificates?** Pending records, Age of the oldest, Heads without an anchor, Last anchor",
    "**Is the sequencer healthy?** Records appended, Duration of a run, Failed runs, Late records",
  ],
  panels: [
    {
      title: "Pending records",
      says: "Not appended yet. Grows: the sequencer does not run, or fails.",
      unit: "short",
      queries: [{ expr: value("pegbar_ledger_pending_records", "max"), legend: "pending" }],
    },
    {
      title: "Age of the oldest pending record",
      says: "Some seconds are normal.",
      unit: "s",
      queries: [{ expr: value("pegbar_ledger_oldest_pending_age_seconds", "max"), legend: "age" }],
    },
    {
      title: "Heads without an anchor",
      says: "Logs that have grown since their last anchored checkpoint. For minutes: signing or the anchors' bucket fails.",
      unit: "short",
      queries: [{ expr: value("pegbar_ledger_unanchored_heads", "max"), legend: "heads" }],
    },
    {
      title: "Time since the last anchor",
      says: "Grows while nothing is recorded. With pending records: see Failed runs.",
      unit: "s",
      queries: [
        { expr: `time() - (${value("pegbar_ledger_last_anchor_timestamp_seconds", "max")} > 0)`, legend: "time" },
      ],
    },
    {
      title: "Records appended per minute",
      says: "To all logs.",
      unit: "short",
      queries: [{ expr: `${increase("pegbar_ledger_records_total", "5m")} / 5`, legend: "records" }],
    },
    {
      title: "Duration of a run, 95 %",
      says: "Append, sign and anchor. Grows with the latency of the database, of KMS and of the bucket.",
      unit: "s",
      queries: [{ expr: quantile("pegbar_ledger_sequence_seconds", 0.95, "15m"), legend: "95 %" }],
    },
    {
      title: "Failed runs per hour",
      says: "anchor_mismatch is an incident: nothing more is signed. signing: KMS. other: the sequencer's log.",
      unit: "short",
      stacked: true,
      queries: [{ expr: increase("pegbar_ledger_errors_total", "1h", { by: ["reason"] }), legend: "{{reason}}" }],
    },
    {
      title: "Late records per hour",
      says: "That the reconciler found waiting for more than 10 seconds.",
      unit: "short",
      queries: [
        { expr: increase("pegbar_corrections_total", "1h", { where: { kind: "records_late" } }), legend: "late" },
      ],
    },
    {
      title: "Records in all logs",
      says: "Only grows. A drop: a backup was restored.",
      unit: "short",
      queries: [{ expr: value("pegbar_ledger_leaves", "max"), legend: "records" }],
    },
  ],
});
