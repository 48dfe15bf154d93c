import { costTags, stage } from "./here";

/** Secret header with which the site's edge marks requests that passed its firewall, for the API. */
export const EDGE_HEADER = "x-pegbar-edge";
export const edgeKey = new random.RandomPassword("EdgeKey", { length: 40, special: false }).result;

const visible = (metricName: string) => ({ cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });

/** Managed rules of AWS. `within` limits the requests that they apply to. */
export const managed = (name: string, priority: number, within?: object) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: { vendorName: "AWS", name, ...(within ? { scopeDownStatement: within } : {}) },
  },
  visibilityConfig: visible(name),
});

/** Rules by client address, for places where it is known. */
export const ofAddresses = (within?: object) => [
  managed("AWSManagedRulesAmazonIpReputationList", 0, within),
  {
    name: "one-address",
    priority: 1,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        limit: stage.requestsPerAddress,
        aggregateKeyType: "IP",
        ...(within ? { scopeDownStatement: within } : {}),
      },
    },
    visibilityConfig: visible("one-address"),
  },
];

/** Firewall of the site, and so of requests to the API through the site. CloudFront requires it in us-east-1. */
export const edgeFirewall = new aws.wafv2.WebAcl(
  "EdgeFirewall",
  {
    scope: "CLOUDFRONT",
    defaultAction: { allow: {} },
    rules: ofAddresses(),
    visibilityConfig: visible("edge-firewall"),
  },
  { provider: new aws.Provider("EdgeRegion", { region: "us-east-1", defaultTags: { tags: costTags } }) },
);
