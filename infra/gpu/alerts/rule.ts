/** `page`: somebody must act now. `ticket`: within a working day. */
export type Severity = "page" | "ticket";

export interface AlertOptions {
  severity: Severity;
  expr: string;
  /** How long the expression must hold. Default: one evaluation. */
  lasts?: string;
  /** One sentence for the mail; `{{ $labels.x }}` and `{{ $value }}` are filled in. */
  summary: string;
  labels?: Record<string, string>;
}

/** An alert; where its runbook is, is added when the rules are composed. Its name is that of its runbook. */
export const alert = (name: string, { severity, expr, lasts = "0m", summary, labels = {} }: AlertOptions) => ({
  alert: name,
  expr,
  for: lasts,
  labels: { severity, ...labels },
  annotations: { summary },
});
export type Alert = ReturnType<typeof alert>;
