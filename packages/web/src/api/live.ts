import type { JobEvent } from "@pegbar/sdk";
import { useQueryClient } from "@tanstack/react-query";
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

export const useLine = (): Line =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => line,
  );

const AGAIN_MS = 3000;

/** Follows what happens in the studio, once for the whole portal, and marks as stale what it changes. */
export function useActivity(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const heard = ({ type, data }: JobEvent) => {
      if (type === "notice") return void queries.invalidateQueries({ queryKey: ["notices"] });
      void queries.invalidateQueries({ queryKey: ["job", data["jobId"]] });
      void queries.invalidateQueries({ queryKey: ["jobs"] });
      void queries.invalidateQueries({ queryKey: ["quotas"] });
      void queries.invalidateQueries({ queryKey: ["usage"] });
      if (type === "succeeded") void queries.invalidateQueries({ queryKey: ["assets"] });
    };
    /** What happened meanwhile was not heard: once the API answers again, everything is asked for. */
    const back = async () => {
      try {
        await api.get("/v1/health", { signal: stop.signal });
      } catch {
        return;
      }
      await queries.invalidateQueries();
      say("live");
    };
    void (async () => {
      while (!stop.signal.aborted) {
        try {
          for await (const event of api.activity({ signal: stop.signal })) {
            say("live");
            heard(event);
          }
        } catch {
          say("behind");
          while (!stop.signal.aborted && line === "behind") {
            await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
            await back();
          }
        }
      }
    })();
    const offline = () => say("behind");
    const online = () => void back();
    addEventListener("offline", offline);
    addEventListener("online", online);
    return () => {
      removeEventListener("offline", offline);
      removeEventListener("online", online);
      stop.abort();
    };
  }, [queries]);
}
