import { costTags, stage } from "./here";

/** Secret header with which the site's edge marks requests that passed its firewall, for the API. */
export const EDGE_HEADER = "x-pegbar-edge";
export const edgeKey = new random.RandomPassword("EdgeKey", { length: 40, special: false }).result;

const visible = (metricName: string) => ({ cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });

/** Rules of AWS's own. `within` narrows what they look at. */
export const managed = (name: string, priority: number, within?: object) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: { vendorName: "AWS", name, ...(within ? { scopeDownStatement: within } : {}) },
  },
  visibilityConfig: visible(name),
});

/** What is judged by the address that a request comes from, wherever that is known. */
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

/** Stands before the site, and so before the API for all that comes over it. CloudFront takes it from there alone. */
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
