import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { members as memberList } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../components/button.tsx";
import { Select } from "../../../components/select.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Badge, TableSkeleton } from "../../../components/table.tsx";
import { showToast } from "../../../components/toast.tsx";

interface Person {
  id: string;
  name: string;
}

/** Members of a show. */
export function People({ showId }: { showId: string }) {
  const queryClient = useQueryClient();
  const canUpdate = useMe().can("show.update");
  const queryKey = ["shows", showId, "people"];
  const people = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const found = [];
      for (let cursor: string | undefined; ;) {
        const page = await api.get("/v1/shows/{id}/members", {
          params: { path: { id: showId }, query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } },
          signal,
        });
        found.push(...page.items);
        if (page.next === null) return found;
        cursor = page.next;
      }
    },
  });
  const getPath = ({ id }: Person) => ({ params: { path: { id: showId, memberId: id } } });
  const addToShow = async (person: Person) => {
    await api.put("/v1/shows/{id}/members/{memberId}", getPath(person));
    await queryClient.invalidateQueries({ queryKey });
  };
  const removeFromShow = async (person: Person) => {
    await api.delete("/v1/shows/{id}/members/{memberId}", getPath(person));
    await queryClient.invalidateQueries({ queryKey });
  };
  const addition = useMutation({
    mutationFn: addToShow,
    onSuccess: (_, person) => showToast(`Added ${person.name} to the show.`, () => removeFromShow(person)),
  });
  const removal = useMutation({
    mutationFn: removeFromShow,
    onSuccess: (_, person) => showToast(`Removed ${person.name} from the show.`, () => addToShow(person)),
  });
  const error = people.error ?? addition.error ?? removal.error;
  return (
    <section aria-labelledby="people" className="flex flex-col gap-3">
      <h2 id="people">People</h2>
      {error && <ErrorMessage error={error} />}
      {people.isPending ? (
        <TableSkeleton rows={3} />
      ) : (
        <ul className="overflow-hidden rounded-lg border border-line bg-surface">
          {people.data?.length === 0 && (
            <li className="p-3 text-soft">
              No members yet. Artists and supervisors see only the shows they belong to.
            </li>
          )}
          {people.data?.map((person) => (
            <li
              key={person.id}
              className="flex items-center justify-between gap-2 border-b border-line py-1.5 pr-1.5 pl-3 last:border-b-0"
            >
              <span>
                {person.name} <Badge>{person.role}</Badge>
              </span>
              {canUpdate && (
                <Button
                  size="sm"
                  variant="quiet"
                  aria-label={`Remove ${person.name}`}
                  disabled={removal.isPending}
                  onClick={() => removal.mutate(person)}
                >
                  Remove
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {canUpdate && people.data && (
        <AddPerson members={people.data} isBusy={addition.isPending} onAdd={(person) => addition.mutate(person)} />
      )}
    </section>
  );
}

interface AddProps {
  members: readonly Person[];
  isBusy: boolean;
  onAdd: (person: Person) => void;
}

function AddPerson({ members, isBusy, onAdd }: AddProps) {
  const { data = [] } = useQuery(memberList);
  const [chosen, setChosen] = useState("");
  const candidates = data.filter(
    ({ id, status }) => (status === "active" || status === "invited") && !members.some((one) => one.id === id),
  );
  const person = candidates.find(({ id }) => id === chosen);
  return (
    <form
      className="flex items-end gap-2 [&>div]:min-w-0 [&>div]:grow"
      onSubmit={(event) => {
        event.preventDefault();
        if (person) onAdd(person);
        setChosen("");
      }}
    >
      <Select
        label="Add a member"
        value={person?.id ?? ""}
        options={[
          ["", candidates.length === 0 ? "All members added" : "Choose…"],
          ...candidates.map(({ id, name, role }) => [id, `${name}, ${role}`] as const),
        ]}
        onChange={setChosen}
      />
      <Button type="submit" variant="plain" busy={isBusy} disabled={!person}>
        Add
      </Button>
    </form>
  );
}
