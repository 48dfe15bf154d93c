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

const at = (name: Parameters<typeof controllerImage>[0]) => {
  const { repository, digest } = controllerImage(name);
  const [registry = "", ...rest] = repository.split("/");
  // The chart writes `registry/repository:tag`.
  return { registry, repository: rest.join("/"), tag: `pinned@${digest}` };
};

export const keda = new kubernetes.helm.v3.Release(
  "KedaChart",
  {
    ...chart("keda"),
    name: "keda",
    namespace: NAMESPACE,
    values: {
      image: {
        keda: at("keda"),
        metricsApiServer: at("keda-metrics-apiserver"),
        webhooks: at("keda-admission-webhooks"),
      },
      podIdentity: { aws: { irsa: { enabled: false } } },
      prometheus: { operator: { enabled: true }, metricServer: { enabled: true } },
    },
  },
  { provider, dependsOn: [namespace(NAMESPACE, "restricted"), identity] },
);
