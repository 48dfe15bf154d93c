import { alarm } from "./alarm";
import { sends, times } from "./api";
import { databases } from "./database";
import { lambda, logRetention } from "./function";
import { declared, stage } from "./here";
import { getEndpoint } from "./network";
import { queueUrls } from "./queue";
import { leaseKey, ledgerKey, tenantKey, workerKey } from "./secret";
import { workloadClasses, type WorkloadClass } from "./stage";
import { objectBucket, objectRights } from "./storage";

/** Name of the role of a class's workers. The Work API's policy names it before the role exists. */
export const workerRoleName = (name: WorkloadClass): string => `pegbar-${stage.name}-worker-${name}`;
const workerRoles = workloadClasses.map((name) => `arn:aws:iam::${declared.account}:role/${workerRoleName(name)}`);

const endpoint = getEndpoint("execute-api");
/** The API for workers. It is only reachable through the network's own endpoint, with requests signed by their role. */
export const workApi = new sst.aws.ApiGatewayV1("WorkApi", {
  endpoint: { type: "private", vpcEndpointIds: [endpoint.id] },
  cors: false,
  accessLog: { retention: logRetention },
  transform: {
    api: (args) => {
      args.policy = $jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "execute-api:Invoke",
            Resource: "execute-api:/*",
            Condition: { ArnEquals: { "aws:PrincipalArn": workerRoles } },
          },
          // Within an account a role's own policy would be enough.
          {
            Effect: "Deny",
            Principal: "*",
            Action: "execute-api:Invoke",
            Resource: "execute-api:/*",
            Condition: { ArnNotEquals: { "aws:PrincipalArn": workerRoles } },
          },
          {
            Effect: "Deny",
            Principal: "*",
            Action: "execute-api:Invoke",
            Resource: "execute-api:/*",
            Condition: { StringNotEquals: { "aws:SourceVpce": endpoint.id } },
          },
        ],
      });
    },
  },
});
const work = lambda("Work", {
  entry: "work-api/lambda",
  memory: 1769,
  seconds: 29,
  inside: true,
  reserved: stage.concurrency.workApi,
  link: [databases.dispatch, tenantKey, leaseKey, ledgerKey, workerKey, objectBucket, ...queueUrls, times],
  permissions: [
    objectRights.read("inputs", "assets", "previews"),
    objectRights.write("assets", "previews"),
    objectRights.list(),
    objectRights.key(),
    sends,
  ],
});
workApi.route("ANY /{proxy+}", work.arn, { auth: { iam: true } });
workApi.deploy();
alarm("WorkApiFails", {
  namespace: "AWS/ApiGateway",
  metric: "5XXError",
  dimensions: { ApiName: workApi.nodes.api.name, Stage: workApi.nodes.stage!.stageName },
  above: 5,
  evaluations: 3,
  says: "The Work API answers with 5xx errors: workers cannot claim or complete jobs.",
});
