import { Client, signIn } from "@pegbar/local/client/index.ts";
import type { Stand } from "./stand.ts";

interface Limits {
  waitingJobs?: number | null;
  runningJobs?: number | null;
  gpuSecondsPerMonth?: number | null;
  dollarsPerMonth?: number | null;
}

const NONE: Limits = { waitingJobs: null, runningJobs: null, gpuSecondsPerMonth: null, dollarsPerMonth: null };

/** Sets limits of one or all studios as the operator. Default: removes all limits of all studios. */
export async function setLimits(
  { platform }: Stand,
  { limits = NONE, studio }: { limits?: Limits; studio?: string } = {},
): Promise<void> {
  const { api, issuer } = platform.addresses;
  const operator = new Client(api, await signIn(issuer, "operator@pegbar.example"));
  const { items } = (await (await operator.request("GET", "/v1/tenants")).json()) as {
    items: { id: string; slug: string }[];
  };
  for (const { id, slug } of items)
    if (studio === undefined || slug === studio) await operator.request("PATCH", `/v1/tenants/${id}/quota`, limits);
}
