import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { paths } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { describeError } from "../../components/error-message.tsx";
import { showToast } from "../../components/toast.tsx";
import { getRecentMarks, rememberMarks, type Marks } from "./recent-marks.ts";
import { asset as assetQuery, tags, type Asset } from "./queries.ts";

type Request = paths["/v1/assets/marks"]["post"]["requestBody"]["content"]["application/json"];
type Change = Omit<Request, "assetIds">;

/** Number of changes of each asset that the API has not answered yet. */
const pending = new Map<string, number>();

/**
 * Changes flag, rating or tags of assets. The page shows the change at once, and reads them again if the API refuses it.
 * Lists keep their content until they are next read, so that a picture does not vanish from under the pointer.
 */
export function useMarks() {
  const queryClient = useQueryClient();
  const { mutate, mutateAsync } = useMutation({
    // One after the other, in the order of the keys that were pressed.
    scope: { id: "marks" },
    mutationFn: ({ assets, change }: { assets: readonly Asset[]; change: Change }) =>
      api.post("/v1/assets/marks", { body: { assetIds: assets.map(({ id }) => id), ...change } }),
    onMutate: ({ assets, change }) => {
      for (const one of assets) {
        const before = pending.has(one.id) ? getRecentMarks(one.id) : undefined;
        pending.set(one.id, (pending.get(one.id) ?? 0) + 1);
        write(queryClient, one.id, applyChange(before ?? one, change));
      }
    },
    onError: (error) => {
      showToast(describeError(error).title);
      void queryClient.invalidateQueries({ queryKey: ["assets"] });
      void queryClient.invalidateQueries({ queryKey: ["asset"] });
    },
    onSuccess: ({ items }, { change }) => {
      // For other assets a later change is shown already, and its response follows.
      for (const { id, ...marks } of items) if (pending.get(id) === 1) write(queryClient, id, marks);
      if (change.addTags ?? change.removeTags) void queryClient.invalidateQueries({ queryKey: tags.queryKey });
    },
    onSettled: (_data, _error, { assets }) => {
      for (const { id } of assets) {
        const left = (pending.get(id) ?? 1) - 1;
        if (left > 0) pending.set(id, left);
        else pending.delete(id);
      }
    },
  });
  return {
    change: (assets: readonly Asset[], change: Change) => mutate({ assets, change }),
    changeAsync: (assets: readonly Asset[], change: Change) => mutateAsync({ assets, change }),
  };
}

const applyChange = (marks: Marks, { flag, rating, addTags = [], removeTags = [] }: Change): Marks => ({
  flag: flag === undefined ? marks.flag : flag,
  rating: rating === undefined ? marks.rating : rating,
  tags: [...new Set([...marks.tags.filter((tag) => !removeTags.includes(tag)), ...addTags])].toSorted(),
});

/** Replaces the marks of an asset wherever it is cached. */
function write(queryClient: QueryClient, id: string, marks: Marks): void {
  rememberMarks(id, marks);
  queryClient.setQueryData(assetQuery(id).queryKey, (known) => known && { ...known, ...marks });
  queryClient.setQueriesData<Asset[]>({ queryKey: ["assets", "chunk"] }, (items) =>
    items?.some((one) => one.id === id) ? items.map((one) => (one.id === id ? { ...one, ...marks } : one)) : items,
  );
}
