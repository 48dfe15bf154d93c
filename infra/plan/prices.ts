/**
 * List prices in us-east-1, in US dollars, entered on 2026-11-30. Those of Aurora's capacity unit and of m7g.large agree with
 * figures published in 2026. The others were not compared with AWS's price pages. Other regions cost up to a fifth more.
 */
export const prices = {
  /** Per interface endpoint, zone and hour. */
  endpointHour: 0.01,
  /** EKS control plane under standard support, per hour. Extended support costs 0.60. */
  clusterHour: 0.1,
  /** On-Demand, per hour. */
  instanceHour: { "t4g.large": 0.0672, "m7g.large": 0.0816, "m7g.xlarge": 0.1632 } as Record<string, number>,
  /** EBS gp3, per GiB and month. */
  volumeGiBMonth: 0.08,
  /** Aurora Serverless v2, per capacity unit and hour. */
  acuHour: 0.12,
  /** RDS Proxy in front of Aurora Serverless v2, per capacity unit of its database and hour. */
  proxyAcuHour: 0.015,
  /** Minimum capacity units that RDS Proxy is charged for. */
  proxyMinimumAcu: 8,
  keyMonth: 1,
  secretMonth: 0.4,
  firewallMonth: 5,
  firewallRuleMonth: 1,
  alarmMonth: 0.1,
  /** Private hosted zone, which SST's network creates. */
  hostedZoneMonth: 0.5,
  /** Lambda on 64-bit Arm, per GB and second. */
  lambdaGBSecond: 0.0000133334,
} as const;

export const HOURS_PER_MONTH = 730;

/** Resource types that are charged by use, and cost nothing or almost nothing while idle. */
export const byUse: ReadonlySet<string> = new Set([
  "apigateway/restApi:RestApi",
  "backup/plan:Plan",
  "backup/vault:Vault",
  "cloudfront/distribution:Distribution",
  "cloudfront/function:Function",
  "cloudfront/keyValueStore:KeyValueStore",
  "cloudwatch/logGroup:LogGroup",
  "cognito/userPool:UserPool",
  "ec2/flowLog:FlowLog",
  "ecs/cluster:Cluster",
  "ecs/taskDefinition:TaskDefinition",
  "efs/fileSystem:FileSystem",
  "route53/resolverFirewallDomainList:ResolverFirewallDomainList",
  "route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
  "s3/bucket:Bucket",
  "s3/bucketReplicationConfig:BucketReplicationConfig",
  "sns/topic:Topic",
  "sqs/queue:Queue",
]);

/** Resource types that AWS does not charge for. */
export const free =
  /^(acm|apigateway\/(?!restApi)|backup\/(selection|vaultLockConfiguration|regionSettings)|budgets|cloudfront\/(cachePolicy|responseHeadersPolicy)|cloudwatch\/event|cognito\/userPool(Client|Domain)|ec2\/(?!vpcEndpoint|flowLog|natGateway|eip|instance)|efs\/(?!fileSystem:)|eks\/(accessEntry|accessPolicyAssociation|addon|podIdentityAssociation)|iam|lambda|rds\/(clusterParameterGroup|parameterGroup|proxyDefaultTargetGroup|proxyTarget|subnetGroup|cluster:)|route53\/(record|resolverFirewallRule:|resolverFirewallRuleGroupAssociation)|s3\/bucket(?!:)|scheduler|secretsmanager\/secretVersion|sns\/topicSubscription|sqs\/queuePolicy|ssm|vpc\/|wafv2\/webAclAssociation)/;
