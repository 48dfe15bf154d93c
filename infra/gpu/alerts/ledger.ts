import { buildExportedName } from "../metric-source/cloudwatch-name.ts";
import type { MetricSource } from "../metric-source/source.ts";
import { alert, type Alert } from "./rule.ts";

/** Certificates of AWS that the exporter reads in the cloud: days until they expire. */
export const CERTIFICATES = {
  namespace: "AWS/CertificateManager",
  metric: "DaysToExpiry",
  statistic: "Minimum",
} as const;
/** Days before the end of a certificate. ACM renews its own 60 days before. */
const WARNING_DAYS = 30;

/** Alerts on the logs and on certificates. */
export const createLedgerAlerts = ({ value, increase, maximum, isCloud }: MetricSource): Alert[] => [
  alert("LedgerNotAnchored", {
    severity: "page",
    expr: `${value("pegbar_ledger_oldest_pending_age_seconds", "max")} > 300 or ${value("pegbar_ledger_unanchored_heads", "max")} > 0`,
    lasts: "10m",
    summary: "Results have had no certificate for more than 10 minutes: records are not appended, signed or anchored.",
  }),
  alert("CheckpointMismatch", {
    severity: "page",
    expr: `${increase("pegbar_ledger_errors_total", "15m", { where: { reason: "anchor_mismatch" } })} > 0`,
    summary: "An anchored checkpoint contradicts the database. Nothing is signed until this is resolved.",
  }),
  alert("CertificateExpires", {
    severity: "ticket",
    expr: [
      // Measured only when files are signed.
      `(${maximum("pegbar_credentials_expiry_timestamp_seconds", "1d")} > 0) - time() < ${WARNING_DAYS * 86_400}`,
      ...(isCloud
        ? [
            `min(${buildExportedName(CERTIFICATES.namespace, CERTIFICATES.metric, CERTIFICATES.statistic)}) * 86400 < ${WARNING_DAYS * 86_400}`,
          ]
        : []),
    ].join(" or "),
    summary: "A certificate expires in {{ $value | humanizeDuration }}.",
  }),
];
