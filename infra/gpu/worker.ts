import { workApi, workerRoleName } from "../work-api";
import { declared, stage } from "../here";
import { workQueues } from "../queue";
import { workerKey } from "../secret";
import { capitalise, workloadClasses, type WorkloadClass } from "../stage";
import { keda } from "./autoscale";
import { efsDriver, namespace, provider, tokens } from "./cluster";
import { image } from "./images";
import { readPoint, store } from "./models";
import { scaling, triggers } from "./settings";
import { buildInlinePolicies } from "../inline-policy.ts";

const NAMESPACE = "workers";
const [METRICS, COMFYUI, HTTPS, DNS] = [9464, 8188, 443, 53] as const;
const TOKEN = "/var/run/secrets/pegbar";
const [SOCKETS, WORK, MODELS] = ["/run/pegbar", "/work", "/models"] as const;
const inNamespace = { namespace: NAMESPACE };

const space = namespace(NAMESPACE, "restricted");
const opts = { provider, dependsOn: [space] };

/** Resource requests of a pod, such that it fits next to the node's own pods on each instance type of its class. */
const SIZES: Record<WorkloadClass, { worker: Size; comfyui: Size }> = {
  light: { worker: { cpu: "500m", memory: "1Gi" }, comfyui: { cpu: "2500m", memory: "10Gi" } },
  heavy: { worker: { cpu: "500m", memory: "1Gi" }, comfyui: { cpu: "6000m", memory: "24Gi" } },
  xl: { worker: { cpu: "500m", memory: "1Gi" }, comfyui: { cpu: "6500m", memory: "54Gi" } },
};
/** Share of its container's memory above which ComfyUI is restarted between two jobs, before the kernel kills it during one. */
const FULL = 0.85;
type Size = Record<"cpu" | "memory", string>;

/** Removes everything that a custom node could use to leave its container. */
const locked = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** Read-only volume with the models. */
const volume = new kubernetes.core.v1.PersistentVolume(
  "ModelsVolume",
  {
    metadata: { name: "models" },
    spec: {
      capacity: { storage: "1Ti" },
      accessModes: ["ReadOnlyMany"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "",
      mountOptions: ["tls", "iam"],
      csi: {
        driver: "efs.csi.aws.com",
        volumeHandle: $interpolate`${store.id}::${readPoint.id}`,
        readOnly: true,
      },
    },
  },
  { provider, dependsOn: [efsDriver] },
);
const claim = new kubernetes.core.v1.PersistentVolumeClaim(
  "ModelsClaim",
  {
    metadata: { name: "models", ...inNamespace },
    spec: {
      accessModes: ["ReadOnlyMany"],
      storageClassName: "",
      volumeName: volume.metadata.name,
      resources: { requests: { storage: "1Ti" } },
    },
  },
  opts,
);

/** Secret with the worker's key, which only the worker's container gets. */
const key = new kubernetes.core.v1.Secret(
  "WorkerKeySecret",
  {
    metadata: { name: "worker-key", ...inNamespace },
    stringData: { value: $jsonStringify({ value: workerKey.value }) },
  },
  opts,
);

/** Service account without a token. The worker's container gets a projected one. One per class, like the role. */
const accountOf = (name: WorkloadClass) =>
  new kubernetes.core.v1.ServiceAccount(
    `WorkerAccount${name}`,
    { metadata: { name: `worker-${name}`, ...inNamespace }, automountServiceAccountToken: false },
    opts,
  );

/** Ingress to a worker from Prometheus only; egress to DNS and to addresses that routes and security groups allow. */
new kubernetes.networking.v1.NetworkPolicy(
  "WorkerTraffic",
  {
    metadata: { name: "workers", ...inNamespace },
    spec: {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "metrics" } } }],
          ports: [{ port: METRICS, protocol: "TCP" }],
        },
      ],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { port: DNS, protocol: "UDP" },
            { port: DNS, protocol: "TCP" },
          ],
        },
        {
          // S3's gateway endpoint uses public addresses, and only those are routed. The node's metadata service is
          // excluded.
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16", "172.20.0.0/16"] } }],
          ports: [{ port: HTTPS, protocol: "TCP" }],
        },
      ],
    },
  },
  opts,
);

const issuer = tokens.url.apply((url) => url.replace("https://", ""));

/** Permissions of the workers of a class: receive from its queue, call the Work API. */
function identityOf(name: WorkloadClass): aws.iam.Role {
  return new aws.iam.Role(`Worker${name}Role`, {
    name: workerRoleName(name),
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: tokens.arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: $output(issuer).apply((from) => ({
            StringEquals: {
              [`${from}:sub`]: `system:serviceaccount:${NAMESPACE}:worker-${name}`,
              [`${from}:aud`]: "sts.amazonaws.com",
            },
          })),
        },
      ],
    }),
    inlinePolicies: buildInlinePolicies("own", [
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        Resource: workQueues[name].arn,
      },
      {
        Effect: "Allow",
        Action: "execute-api:Invoke",
        Resource: $interpolate`${workApi.nodes.api.executionArn}/*`,
      },
    ]),
  });
}

const shared = [
  { name: "sockets", mountPath: SOCKETS },
  { name: "work", mountPath: WORK },
];

for (const name of workloadClasses) {
  const role = identityOf(name);
  const labels = { app: "worker", "pegbar.example/class": name };
  const size = SIZES[name];
  const deployment = new kubernetes.apps.v1.Deployment(
    `Worker${name}`,
    {
      metadata: {
        name: `worker-${name}`,
        ...inNamespace,
        labels,
        // KEDA sets the number of pods: a deploy must neither wait for nodes nor change it.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        // Starts with none. KEDA scales them.
        replicas: 0,
        selector: { matchLabels: labels },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "25%" } },
        template: {
          metadata: {
            labels,
            annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": String(METRICS) },
          },
          spec: {
            serviceAccountName: accountOf(name).metadata.name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 900,
            nodeSelector: { "pegbar.example/class": name },
            tolerations: [
              { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
              { key: "pegbar.example/class", value: name, effect: "NoSchedule" },
            ],
            securityContext: { runAsNonRoot: true, fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
            initContainers: [
              {
                name: "comfyui",
                image: image("comfyui"),
                // A native sidecar stops after the worker, so that the current job can finish.
                restartPolicy: "Always",
                securityContext: locked,
                resources: {
                  requests: { ...size.comfyui, "nvidia.com/gpu": "1" },
                  limits: { memory: size.comfyui.memory, "nvidia.com/gpu": "1" },
                },
                env: [
                  { name: "COMFYUI_SUPERVISOR", value: `${SOCKETS}/supervisor.sock` },
                  { name: "COMFYUI_DIR", value: WORK },
                  { name: "COMFYUI_PORT", value: String(COMFYUI) },
                  { name: "COMFYUI_NETWORK_MODELS", value: "true" },
                ],
                startupProbe: {
                  exec: { command: ["/opt/pegbar/health"] },
                  periodSeconds: 5,
                  failureThreshold: 120,
                },
                volumeMounts: [
                  ...shared,
                  { name: "models", mountPath: MODELS, readOnly: true },
                  { name: "comfyui-tmp", mountPath: "/tmp" },
                ],
              },
            ],
            containers: [
              {
                name: "worker",
                image: image("worker"),
                securityContext: locked,
                resources: { requests: size.worker, limits: { memory: size.worker.memory } },
                env: [
                  { name: "WORKER_CLASS", value: name },
                  { name: "WORKER_ID", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                  { name: "WORKER_IMAGE_DIGEST", value: declared.images.comfyui },
                  { name: "WORKER_METRICS_PORT", value: String(METRICS) },
                  { name: "WORKER_CACHE_DIR", value: "/cache" },
                  { name: "COMFYUI_SUPERVISOR", value: `${SOCKETS}/supervisor.sock` },
                  { name: "COMFYUI_DIR", value: WORK },
                  { name: "COMFYUI_PORT", value: String(COMFYUI) },
                  {
                    name: "COMFYUI_MEMORY_MIB",
                    value: String(Math.floor(Number.parseInt(size.comfyui.memory) * 1024 * FULL)),
                  },
                  { name: "MODEL_DIR", value: MODELS },
                  { name: "AWS_REGION", value: declared.region },
                  { name: "AWS_ROLE_ARN", value: role.arn },
                  { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `${TOKEN}/token` },
                  { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
                  {
                    name: `SST_RESOURCE_${capitalise(name)}Queue`,
                    value: $jsonStringify({ url: workQueues[name].url }),
                  },
                  ...(declared.otlpEndpoint === null
                    ? []
                    : [{ name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: declared.otlpEndpoint }]),
                  { name: "SST_RESOURCE_WorkApi", value: $jsonStringify({ url: workApi.url, signed: true }) },
                  {
                    name: "SST_RESOURCE_WorkerKey",
                    valueFrom: { secretKeyRef: { name: key.metadata.name, key: "value" } },
                  },
                ],
                ports: [{ name: "metrics", containerPort: METRICS }],
                // ComfyUI may need ten minutes to restart, which is no reason to restart the worker.
                livenessProbe: { httpGet: { path: "/live", port: METRICS }, periodSeconds: 10, failureThreshold: 6 },
                readinessProbe: { httpGet: { path: "/health", port: METRICS }, periodSeconds: 10 },
                volumeMounts: [
                  ...shared,
                  { name: "models", mountPath: MODELS, readOnly: true },
                  { name: "cache", mountPath: "/cache" },
                  { name: "worker-tmp", mountPath: "/tmp" },
                  { name: "token", mountPath: TOKEN, readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: "models", persistentVolumeClaim: { claimName: claim.metadata.name, readOnly: true } },
              { name: "sockets", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
              { name: "work", emptyDir: { sizeLimit: "40Gi" } },
              { name: "cache", emptyDir: { sizeLimit: "6Gi" } },
              { name: "comfyui-tmp", emptyDir: { sizeLimit: "8Gi" } },
              { name: "worker-tmp", emptyDir: { sizeLimit: "1Gi" } },
              {
                name: "token",
                projected: {
                  sources: [
                    { serviceAccountToken: { audience: "sts.amazonaws.com", expirationSeconds: 3600, path: "token" } },
                  ],
                },
              },
            ],
          },
        },
      },
    },
    { ...opts, ignoreChanges: ["spec.replicas"] },
  );

  const trigger = (metric: string, more: Record<string, string>) => ({
    type: "aws-sqs-queue",
    name: metric,
    metadata: {
      queueURL: workQueues[name].url,
      queueLength: "1",
      awsRegion: declared.region,
      identityOwner: "operator",
      ...more,
    },
  });
  new kubernetes.apiextensions.CustomResource(
    `Scale${name}`,
    {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: { name: `worker-${name}`, ...inNamespace },
      spec: {
        scaleTargetRef: { name: deployment.metadata.name },
        minReplicaCount: 0,
        maxReplicaCount: stage.gpus[name].spot + stage.gpus[name].onDemand,
        pollingInterval: scaling.pollingSeconds,
        cooldownPeriod: scaling.cooldownSeconds,
        advanced: {
          horizontalPodAutoscalerConfig: {
            behavior: { scaleDown: { stabilizationWindowSeconds: scaling.stabilisationSeconds } },
          },
          // The two metrics are read one after the other. The larger one avoids a count below the number of busy
          // workers.
          scalingModifiers: { formula: scaling.formula, target: "1", activationTarget: "0" },
        },
        triggers: [
          trigger(triggers.visible, { scaleOnInFlight: "false" }),
          trigger(triggers.total, { scaleOnInFlight: "true" }),
        ],
      },
    },
    { ...opts, dependsOn: [space, keda] },
  );
}
