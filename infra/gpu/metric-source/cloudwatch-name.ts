/**
 * Name that the exporter gives a statistic of a CloudWatch metric.
 * Source: prometheus-community/yet-another-cloudwatch-exporter, pkg/promutil (BuildMetricName, PromString), 0.67.0.
 */
export function buildExportedName(namespace: string, metric: string, statistic: string): string {
  const space = toSnakeCase(namespace.replace(/^\//, "").toLowerCase());
  let name = toSnakeCase(metric);
  let skip = 0;
  // A metric whose name begins like its namespace does not repeat it.
  for (const part of space.split("_")) if (name.slice(skip).startsWith(part)) skip = part.length;
  name = name.slice(skip).replace(/^_/, "");
  return `${space.startsWith("aws") ? "" : "aws_"}${space}_${name}_${toSnakeCase(statistic)}`;
}

/** Separators become underscores, and an upper-case letter after a lower-case one or a digit begins a word. */
const toSnakeCase = (text: string): string =>
  text
    .replaceAll("%", "_percent")
    .replaceAll(/[ ,\t/\\.\-:=@<>()“]/g, "_")
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, "_")
    .toLowerCase();
