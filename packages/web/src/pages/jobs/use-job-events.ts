import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { hasEnded, type components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { job as jobQuery } from "./queries.ts";

type Job = components["schemas"]["Job"];

/** Reads the job's event stream until it ends; updates progress in the cache and returns the latest preview URL. */
export function useJobEvents(job: Pick<Job, "id" | "state">): string | undefined {
  const queryClient = useQueryClient();
  const [preview, setPreview] = useState<string>();
  const ended = hasEnded(job.state);
  useEffect(() => {
    if (ended) return setPreview(undefined);
    const stop = new AbortController();
    void (async () => {
      for await (const { type, data } of api.events(job.id, { signal: stop.signal })) {
        if (type === "preview" && typeof data["url"] === "string") setPreview(data["url"]);
        else if (type === "progress")
          queryClient.setQueryData(jobQuery(job.id).queryKey, (before) =>
            before && typeof data["fraction"] === "number"
              ? { ...before, progress: { ...before.progress, ...data, fraction: data["fraction"] } }
              : before,
          );
        else void queryClient.invalidateQueries({ queryKey: ["job", job.id] });
      }
      void queryClient.invalidateQueries({ queryKey: ["assets", { jobId: job.id }] });
      // The page still updates by the activity stream.
    })().catch(() => undefined);
    return () => stop.abort();
  }, [job.id, ended, queryClient]);
  return preview;
}
