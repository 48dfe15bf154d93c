import { aggregate, formatSelector } from "./selector.ts";
import type { MetricSource } from "./source.ts";

const DURATION = "http_server_request_duration_seconds";
const statuses = { all: undefined, refused: /4../, failed: /5../ } as const;

/** Metrics of components that Prometheus scrapes: on one machine all, in the cloud those of the workers. */
export const scraped: MetricSource = {
  isCloud: false,
  increase: (name, window, { where, by } = {}) =>
    aggregate("sum", by, `increase(${name}${formatSelector(where)}[${window}])`),
  value: (name, combine, { where, by } = {}) => aggregate(combine, by, `${name}${formatSelector(where)}`),
  maximum: (name, window, { where, by } = {}) =>
    aggregate("max", by, `max_over_time(${name}${formatSelector(where)}[${window}])`),
  quantile: (name, quantile, window, { where, by = [] } = {}) =>
    `histogram_quantile(${quantile}, ${aggregate("sum", ["le", ...by], `rate(${name}_bucket${formatSelector(where)}[${window}])`)})`,
  observations: (name, window, { where, by } = {}) =>
    aggregate("sum", by, `increase(${name}_count${formatSelector(where)}[${window}])`),
  requests: (window, which = "all") =>
    `sum(increase(${DURATION}_count${formatSelector({ http_route: API_ROUTES, http_response_status_code: statuses[which] })}[${window}]))`,
  requestDuration: (quantile) =>
    `histogram_quantile(${quantile}, sum by (le) (rate(${DURATION}_bucket${formatSelector({ http_route: API_ROUTES })}[5m])))`,
};

/** Routes of the public API; the others are those of the Work API, which measures the same metric. Streams end when their client leaves. */
const API_ROUTES = /\/(v1|api)\/.*/;
