import type { JobEvent } from "@pegbar/sdk";
import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect } from "react";
import { createStore, useStore } from "../store.ts";
import { api } from "./client.ts";

/** `interrupted` while the event stream is interrupted: data on the page may be out of date. */
type Connection = "live" | "interrupted";
const connection = createStore<Connection>("live");

const setOnline = () => navigator.onLine && connection.set("live");

export const useConnection = (): Connection => useStore(connection);

/** Calls `listener` whenever the API can be reached again after an interruption. */
export const onReconnect = (listener: () => void): (() => void) =>
  connection.subscribe(() => connection.get() === "live" && listener());

const RETRY_MS = 3000;
const BATCH_MS = 200;

/**
 * Reads the studio's event stream, once for the whole portal, and invalidates the queries that an event affects. An operator
 * has no studio and no stream: for them only the browser's connection state is watched.
 */
export function useActivityStream(inStudio: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const stale = new Map<string, QueryKey>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Events come in bursts: refetch once per burst.
    const invalidateSoon = (...keys: QueryKey[]) => {
      for (const key of keys) stale.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of stale.values()) void queryClient.invalidateQueries({ queryKey });
        stale.clear();
      }, BATCH_MS);
    };
    const handleEvent = ({ type, data }: JobEvent) => {
      if (type === "notice") return invalidateSoon(["notices"]);
      invalidateSoon(["job", data["jobId"]], ["jobs"], ["quotas"], ["usage"]);
      if (data["batchId"]) invalidateSoon(["batch", data["batchId"]], ["batches"]);
      if (type === "succeeded") invalidateSoon(["assets"], ["versions"]);
    };
    /** Events during the interruption are lost, so everything is refetched once the API responds. */
    const reconnect = async () => {
      try {
        await api.get("/v1/health", { signal: stop.signal });
      } catch {
        // Still offline; the next attempt follows soon.
        return;
      }
      await queryClient.invalidateQueries();
      setOnline();
    };
    const reconnectUntilOnline = async () => {
      connection.set("interrupted");
      while (!stop.signal.aborted && connection.get() === "interrupted") {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        await reconnect();
      }
    };
    void (async () => {
      while (inStudio && !stop.signal.aborted) {
        try {
          for await (const event of api.activity({ signal: stop.signal })) {
            setOnline();
            handleEvent(event);
          }
        } catch {
          // The stream broke, and the page says so until the API answers again.
          await reconnectUntilOnline();
        }
      }
    })();
    // With a stream, its failure already starts the reconnect loop.
    const handleOffline = () => (inStudio ? connection.set("interrupted") : void reconnectUntilOnline());
    // The browser may have gone offline before the listener was added.
    if (!navigator.onLine) handleOffline();
    const handleOnline = () => void reconnect();
    addEventListener("offline", handleOffline);
    addEventListener("online", handleOnline);
    return () => {
      removeEventListener("offline", handleOffline);
      removeEventListener("online", handleOnline);
      clearTimeout(timer);
      stop.abort();
    };
  }, [queryClient, inStudio]);
}
