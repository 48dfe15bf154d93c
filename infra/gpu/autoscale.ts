import { workQueues } from "../queue";
import { workloadClasses } from "../stage";
import { namespace, podIdentity, provider } from "./cluster";
import { chart, controllerImage } from "./images";

const NAMESPACE = "keda";

const identity = podIdentity("Keda", NAMESPACE, "keda-operator", [
  {
    Effect: "Allow",
    Action: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
    Resource: workloadClasses.map((name) => workQueues[name].arn),
  },
]);

export const keda = new kubernetes.helm.v3.Release(
  "KedaChart",
  {
    ...chart("keda"),
    name: "keda",
    namespace: NAMESPACE,
    values: {
      image: {
        keda: controllerImage("keda").splitTagged,
        metricsApiServer: controllerImage("keda-metrics-apiserver").splitTagged,
        webhooks: controllerImage("keda-admission-webhooks").splitTagged,
      },
      // It scales Deployments and needs no Secrets; its default role could read all of the cluster's.
      rbac: { enabledCustomScaledRefKinds: false },
      permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
      prometheus: { operator: { enabled: true }, metricServer: { enabled: true } },
    },
  },
  { provider, dependsOn: [namespace(NAMESPACE, "restricted"), identity] },
);
