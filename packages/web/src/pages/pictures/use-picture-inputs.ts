import { useQueries } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { input as inputQuery } from "../generate/queries.ts";
import { getMediaKind } from "./media/media-kind.ts";

type Job = components["schemas"]["Job"];

/** The pictures among a job's inputs, which its results can be compared with. Of an image sequence it is the first file. */
export function usePictureInputs(job: Job | undefined): { id: string; name: string }[] {
  const named = Object.entries(job?.inputs ?? {}).flatMap(([name, files]) => {
    const [id] = [files].flat();
    return id?.startsWith("inp_") ? [{ id, name }] : [];
  });
  const found = useQueries({ queries: named.map(({ id }) => inputQuery(id)) });
  return named.filter((_, place) => {
    const { data } = found[place] ?? {};
    return data?.status === "verified" && getMediaKind(data.contentType) === "image";
  });
}
