/** Fake answers of AWS for a plan without an account. */
export const ACCOUNT = "123456789012";
export const REGION = "eu-west-1";
const ZONES = ["a", "b", "c"].map((letter) => REGION + letter);

/** Answers to data sources, by their token. Others return their arguments. */
export const answers: Record<string, Record<string, unknown>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ZONES, zoneIds: ["1", "2", "3"], state: "available" },
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` },
  "aws:index/getRegion:getRegion": { name: REGION, region: REGION, id: REGION },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
};

/** Requests that SST's program sends to the SST command. */
export const buildReplies = (artifacts: string): Record<string, unknown> => ({
  "Provider.Aws.Bootstrap": {
    asset: "pegbar-sst-asset",
    assetEcrRegistryId: ACCOUNT,
    assetEcrUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/sst-asset`,
    state: "pegbar-sst-state",
    appsync: {},
  },
  "Runtime.Build": { handler: "bundle.handler", out: artifacts, errors: [], sourcemaps: [] },
});

/** Names of resources in AWS's format, by type, for policies, which are simulated. */
const paths: Record<string, (name: string) => string> = {
  "aws:s3/bucket:Bucket": (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (name) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${name}`,
  "aws:iam/role:Role": (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  "aws:sqs/queue:Queue": (name) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  "aws:kms/key:Key": (name) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name}`,
  "aws:lambda/function:Function": (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  "aws:efs/fileSystem:FileSystem": (name) => `arn:aws:elasticfilesystem:${REGION}:${ACCOUNT}:file-system/${name}`,
  "aws:efs/accessPoint:AccessPoint": (name) => `arn:aws:elasticfilesystem:${REGION}:${ACCOUNT}:access-point/${name}`,
  "aws:eks/cluster:Cluster": (name) => `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${name}`,
  "aws:secretsmanager/secret:Secret": (name) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`,
  "aws:cloudwatch/logGroup:LogGroup": (name) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
  "aws:sns/topic:Topic": (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
};

/** Ids with a format that schemas check. */
export function getId(type: string, name: string): string {
  if (type.endsWith("ec2/subnet:Subnet")) return `subnet-${name.toLowerCase()}`;
  if (type.endsWith("ec2/securityGroup:SecurityGroup")) return `sg-${name.toLowerCase()}`;
  return `${name}-id`;
}

/** ACM's answer for a new certificate: one validation record per name. */
const listValidationOptions = ({ domainName, subjectAlternativeNames }: Record<string, unknown>) =>
  [domainName, ...(Array.isArray(subjectAlternativeNames) ? (subjectAlternativeNames as unknown[]) : [])].map(
    (name) => ({
      domainName: name,
      resourceRecordName: `_validation.${String(name)}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: "_value.acm-validations.aws.",
    }),
  );

/** Returns what a provider would answer for a new resource. */
export function buildState(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const service = type.split(":")[1]?.split("/")[0] ?? "none";
  const arn = paths[type]?.(name) ?? `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
  return {
    name,
    arn,
    ...(type === "aws:s3/bucket:Bucket"
      ? { bucket: name.toLowerCase(), bucketRegionalDomainName: `${name.toLowerCase()}.s3.${REGION}.amazonaws.com` }
      : {}),
    ...(type === "aws:sqs/queue:Queue" ? { url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}` } : {}),
    ...(type === "aws:apigateway/restApi:RestApi"
      ? { executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${name}` }
      : {}),
    ...(type === "aws:cloudfront/distribution:Distribution"
      ? { domainName: `${name.toLowerCase()}.cloudfront.net` }
      : {}),
    ...(type === "aws:rds/cluster:Cluster"
      ? {
          endpoint: `${name.toLowerCase()}.cluster-plan.${REGION}.rds.amazonaws.com`,
          readerEndpoint: `${name.toLowerCase()}.cluster-ro-plan.${REGION}.rds.amazonaws.com`,
          port: 5432,
        }
      : {}),
    ...(type === "aws:rds/clusterInstance:ClusterInstance"
      ? { endpoint: `${name.toLowerCase()}.plan.${REGION}.rds.amazonaws.com`, port: 5432 }
      : {}),
    ...(type === "aws:rds/proxy:Proxy"
      ? { endpoint: `${name.toLowerCase()}.proxy-plan.${REGION}.rds.amazonaws.com` }
      : {}),
    ...(type === "random:index/randomPassword:RandomPassword" ? { result: `value of ${name}` } : {}),
    ...(type === "aws:lambda/function:Function" ? { codeSha256: `code of ${name}` } : {}),
    ...(type === "aws:acm/certificate:Certificate" ? { domainValidationOptions: listValidationOptions(inputs) } : {}),
    ...(type === "aws:ec2/vpcEndpoint:VpcEndpoint" ? { prefixListId: `pl-${name}` } : {}),
    ...(type === "aws:eks/cluster:Cluster"
      ? {
          endpoint: "https://cluster.invalid",
          identities: [{ oidcs: [{ issuer: `https://oidc.eks.${REGION}.amazonaws.com/id/PLAN` }] }],
          certificateAuthority: { data: "" },
        }
      : {}),
    ...inputs,
  };
}
