import type { JobEvent } from "@pegbar/sdk";
import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect } from "react";
import { createStore, useStore } from "../store.ts";
import { api } from "./client.ts";

/** Whether news come: `live`, or `behind` while the connection is taken up again. */
type Line = "live" | "behind";
const line = createStore<Line>("live");

const live = () => navigator.onLine && line.set("live");

export const useLine = (): Line => useStore(line);

const AGAIN_MS = 3000;
const SWARM_MS = 200;

/**
 * Follows what happens in the studio, once for the whole portal, and marks as stale what it changes. Whoever is in no
 * studio has nothing to follow: for them only the connection is watched.
 */
export function useActivity(inStudio: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const due = new Map<string, QueryKey>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Events come in swarms: what they change is asked for once a swarm.
    const soon = (...keys: QueryKey[]) => {
      for (const key of keys) due.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of due.values()) void queries.invalidateQueries({ queryKey });
        due.clear();
      }, SWARM_MS);
    };
    const heard = ({ type, data }: JobEvent) => {
      if (type === "notice") return soon(["notices"]);
      soon(["job", data["jobId"]], ["jobs"], ["quotas"], ["usage"]);
      if (type === "succeeded") soon(["assets"]);
    };
    /** What happened meanwhile was not heard: once the API answers again, everything is asked for. */
    const back = async () => {
      try {
        await api.get("/v1/health", { signal: stop.signal });
      } catch {
        return;
      }
      await queries.invalidateQueries();
      live();
    };
    const untilBack = async () => {
      line.set("behind");
      while (!stop.signal.aborted && line.get() === "behind") {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
        await back();
      }
    };
    void (async () => {
      while (inStudio && !stop.signal.aborted) {
        try {
          for await (const event of api.activity({ signal: stop.signal })) {
            live();
            heard(event);
          }
        } catch {
          await untilBack();
        }
      }
    })();
    // Where a stream is followed it breaks, and that is waited for already.
    const offline = () => (inStudio ? line.set("behind") : void untilBack());
    // It may have gone before anybody listened.
    if (!navigator.onLine) offline();
    const online = () => void back();
    addEventListener("offline", offline);
    addEventListener("online", online);
    return () => {
      removeEventListener("offline", offline);
      removeEventListener("online", online);
      clearTimeout(timer);
      stop.abort();
    };
  }, [queries, inStudio]);
}
