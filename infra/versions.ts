/** A version of something that Pegbar runs on and does not ship. */
export interface Version {
  name: string;
  version: string;
  /** Date on which version, changes and end were read, YYYY-MM-DD. */
  read: string;
  /** What changed since the version before, as far as it concerns this platform. */
  changes: string;
  /** Last day of standard support, YYYY-MM-DD; null where the project names none. */
  end: string | null;
  source: string;
}

/**
 * Versions that were chosen, in one place. `npm run docs:versions` writes the page, `npm run check` warns 60 days before an
 * end. A stage declares its own versions; `npm run preflight` compares those with the account.
 */
export const versions: readonly Version[] = [
  {
    name: "Kubernetes on EKS",
    version: "1.35",
    read: "2026-11-30",
    changes:
      "1.34 leaves standard support on 2026-12-02. With `supportType: STANDARD` EKS then upgrades the cluster by itself: upgrade before.",
    end: "2027-03-27",
    source: "EKS user guide, Kubernetes versions; endoflife.date/amazon-eks",
  },
  {
    name: "Bottlerocket",
    version: "1.67.0",
    read: "2026-11-30",
    changes:
      "1.46 is the oldest that a stage may declare. 1.63 moves NVIDIA libraries to `/usr/lib`; 1.64 drops Kubernetes 1.30.",
    end: null,
    source: "bottlerocket-os/bottlerocket, releases",
  },
  {
    name: "Karpenter",
    version: "1.15.2",
    read: "2026-11-30",
    changes:
      "From 1.14.1: balanced consolidation is new and not used. Budgets, drift and node repair were read in the source of 1.14.1.",
    end: null,
    source: "karpenter.sh, upgrade guide; aws/karpenter-provider-aws",
  },
  {
    name: "KEDA",
    version: "2.21.0",
    read: "2026-11-30",
    changes:
      "From 2.20.2, in the changelog up to 2026-08-20: no change to the SQS scaler, its metrics or scaling modifiers.",
    end: null,
    source: "kedacore/keda, CHANGELOG.md",
  },
  {
    name: "EKS node monitoring agent",
    version: "1.7.0",
    read: "2026-11-30",
    changes: "New here. Its GPU part has no tolerations by default.",
    end: null,
    source: "aws/eks-node-monitoring-agent, charts",
  },
  {
    name: "dcgm-exporter",
    version: "4.8.2",
    read: "2026-11-30",
    changes: "None.",
    end: null,
    source: "NVIDIA/dcgm-exporter, etc/default-counters.csv",
  },
  {
    name: "prometheus (chart)",
    version: "29.27.0",
    read: "2026-11-28",
    changes: "None.",
    end: null,
    source: "prometheus-community/helm-charts",
  },
  {
    name: "yet-another-cloudwatch-exporter",
    version: "0.67.0",
    read: "2026-12-01",
    changes:
      "New here. Its configuration was checked with `yace verify-config`, the names of its metrics with its code.",
    end: null,
    source:
      "prometheus-community/yet-another-cloudwatch-exporter, CHANGELOG.md; chart prometheus-yet-another-cloudwatch-exporter",
  },
  {
    name: "grafana (chart)",
    version: "12.11.1",
    read: "2026-11-28",
    changes: "None.",
    end: null,
    source: "grafana-community/helm-charts",
  },
  {
    name: "PostgreSQL",
    version: "17",
    read: "2026-11-30",
    changes: "17 is the oldest that a stage may declare: the janitor needs the right MAINTAIN.",
    end: "2029-11-08",
    source: "postgresql.org, versioning policy; Aurora supports a major version at least as long",
  },
  {
    name: "Node.js in Lambda",
    version: "24",
    read: "2026-11-30",
    changes: "None.",
    end: "2028-04-30",
    source: "nodejs.org, release schedule; Lambda developer guide, runtimes",
  },
  {
    name: "SST",
    version: "4.17.1",
    read: "2026-11-30",
    changes: "The newest. Function roles trust the account's root (infra/function.ts replaces that).",
    end: null,
    source: "npm; platform/src/components/aws/function.ts",
  },
];

/** Days before an end in which `npm run check` warns. */
export const WARNING_DAYS = 60;

const DAY_MS = 24 * 3600 * 1000;

/** Warnings for versions whose support ends within {@link WARNING_DAYS} or has ended. @param today YYYY-MM-DD */
export const listVersionsNearEnd = (all: readonly Version[], today: string): string[] =>
  all.flatMap(({ name, version, end }) => {
    if (end === null) return [];
    const days = Math.ceil((Date.parse(end) - Date.parse(today)) / DAY_MS);
    if (days > WARNING_DAYS) return [];
    return days < 0
      ? [`${name} ${version} has been out of support since ${end}. Choose a newer version in infra/versions.ts.`]
      : [`${name} ${version} leaves support in ${days} days, on ${end}. Choose a newer version in infra/versions.ts.`];
  });
