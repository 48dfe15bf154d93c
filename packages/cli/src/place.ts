import type { Pegbar } from "@pegbar/sdk";
import { CliError } from "./exit.ts";

/** A show, a sequence or a shot, as the filters of lists take it. Sequences have no filter: their shots are told apart here. */
export interface Place {
  query: { showId?: string; shotId?: string };
  fits(codes: { show: string; sequence: string }): boolean;
}

/** Finds `HARBOR`, `HARBOR/sq010`, `HARBOR/sq010/sh010` or `sht_…`. */
export async function place(client: Pegbar, given: string | undefined, signal: AbortSignal): Promise<Place> {
  const everything = () => true;
  if (given === undefined) return { query: {}, fits: everything };
  if (given.startsWith("sht_")) return { query: { shotId: given }, fits: everything };
  const [code = "", sequenceCode, shotCode] = given.split("/");
  const none = new CliError("notFound", `There is no ${given} that you may see.`, "See: pegbar shows");
  for await (const show of client.pages("/v1/shows", { code }, { signal })) {
    if (sequenceCode === undefined) return { query: { showId: show.id }, fits: everything };
    const sequence = show.sequences.find((one) => one.code === sequenceCode);
    if (!sequence) throw none;
    if (shotCode === undefined) return { query: { showId: show.id }, fits: (codes) => codes.sequence === sequenceCode };
    const shot = sequence.shots.find((one) => one.code === shotCode);
    if (!shot) throw none;
    return { query: { shotId: shot.id }, fits: everything };
  }
  throw none;
}
