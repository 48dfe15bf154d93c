import type { JobEvent } from "@pegbar/sdk";
import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { api } from "./client.ts";

/** Whether news come: `live`, or `behind` while the connection is taken up again. */
type Line = "live" | "behind";
let line: Line = "live";
const watchers = new Set<() => void>();
function say(next: Line): void {
  if (next === line) return;
  line = next;
  for (const watcher of watchers) watcher();
}

const live = () => navigator.onLine && say("live");

export const useLine = (): Line =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => line,
  );

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
      say("behind");
      while (!stop.signal.aborted && line === "behind") {
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
    const offline = () => (inStudio ? say("behind") : void untilBack());
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
