import { namespace } from "./cluster";

/** Namespace of Prometheus, Grafana and the CloudWatch exporter. */
export const NAMESPACE = "metrics";
export const space = namespace(NAMESPACE, "restricted");

/** Security context that the namespace requires; charts do not set one. */
export const locked = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
