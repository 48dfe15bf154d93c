import type { Health, HealthPart } from "@pegbar/sdk";

type Status = Health["status"];

/** Heading and explanation of the whole platform's state. */
export const summaries: Record<Status, { title: string; text: string }> = {
  ok: { title: "All systems operational", text: "Pegbar works as usual." },
  degraded: { title: "Some systems are degraded", text: "You can work. See below what is late or not available." },
  down: { title: "Pegbar is down", text: "Requests fail. Nothing that you submitted is lost. We are working on it." },
};

export const labels: Record<Status, string> = { ok: "Operational", degraded: "Degraded", down: "Down" };

/** Display name of each part, and what it does for artists. */
const known: Record<string, { title: string; purpose: string }> = {
  api: { title: "API", purpose: "Answering requests of the portal, plug-ins and scripts." },
  database: { title: "Database", purpose: "Everything that you see and save." },
  queues: { title: "Job queues", purpose: "Handing jobs to GPUs, and uploads to their checks." },
  recovery: { title: "Recovery", purpose: "Restarting jobs whose GPU was lost." },
  uploads: { title: "Upload checks", purpose: "Verifying the files that you upload." },
  ledger: { title: "Certificates", purpose: "Proving how each result was made." },
  storage: { title: "File cleanup", purpose: "Deleting files that are no longer needed." },
  webhooks: { title: "Webhooks", purpose: "Telling your studio’s other tools about results." },
};

/** A part that this version of the portal does not know has its name only. */
export function describePart({ name }: Pick<HealthPart, "name">): { title: string; purpose: string } {
  const gpuClass = /^gpu-(.+)$/.exec(name)?.[1];
  if (gpuClass !== undefined) return { title: `GPUs: ${gpuClass}`, purpose: `Running jobs of the class ${gpuClass}.` };
  return known[name] ?? { title: name, purpose: "" };
}
