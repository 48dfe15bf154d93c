import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { members } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../parts/button.tsx";
import { Select } from "../../../parts/field.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { Badge, RowsToCome } from "../../../parts/table.tsx";
import { toast } from "../../../parts/toast.tsx";

interface Person {
  id: string;
  name: string;
}

/** Who is in a show. */
export function People({ showId }: { showId: string }) {
  const queries = useQueryClient();
  const may = useMe().can("show.update");
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
  const path = ({ id }: Person) => ({ params: { path: { id: showId, memberId: id } } });
  const join = async (person: Person) => {
    await api.put("/v1/shows/{id}/members/{memberId}", path(person));
    await queries.invalidateQueries({ queryKey });
  };
  const part = async (person: Person) => {
    await api.delete("/v1/shows/{id}/members/{memberId}", path(person));
    await queries.invalidateQueries({ queryKey });
  };
  const joining = useMutation({
    mutationFn: join,
    onSuccess: (_, person) => toast(`${person.name} is in the show.`, () => part(person)),
  });
  const parting = useMutation({
    mutationFn: part,
    onSuccess: (_, person) => toast(`${person.name} is out of the show.`, () => join(person)),
  });
  const problem = people.error ?? joining.error ?? parting.error;
  return (
    <section aria-labelledby="people" className="flex flex-col gap-3">
      <h2 id="people">People</h2>
      {problem && <Problem error={problem} />}
      {people.isPending ? (
        <RowsToCome rows={3} />
      ) : (
        <ul className="overflow-hidden rounded-lg border border-line bg-surface">
          {people.data?.length === 0 && (
            <li className="p-3 text-soft">Nobody yet. Artists and supervisors see only the shows that they are in.</li>
          )}
          {people.data?.map((person) => (
            <li
              key={person.id}
              className="flex items-center justify-between gap-2 border-b border-line py-1.5 pr-1.5 pl-3 last:border-b-0"
            >
              <span>
                {person.name} <Badge>{person.role}</Badge>
              </span>
              {may && (
                <Button
                  size="sm"
                  look="quiet"
                  aria-label={`Take out ${person.name}`}
                  disabled={parting.isPending}
                  onClick={() => parting.mutate(person)}
                >
                  Take out
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {may && people.data && (
        <AddPerson inside={people.data} busy={joining.isPending} add={(person) => joining.mutate(person)} />
      )}
    </section>
  );
}

interface AddProps {
  inside: readonly Person[];
  busy: boolean;
  add: (person: Person) => void;
}

function AddPerson({ inside, busy, add }: AddProps) {
  const { data = [] } = useQuery(members);
  const [chosen, setChosen] = useState("");
  const outside = data.filter(
    ({ id, status }) => (status === "active" || status === "invited") && !inside.some((one) => one.id === id),
  );
  const person = outside.find(({ id }) => id === chosen);
  return (
    <form
      className="flex items-end gap-2 [&>div]:min-w-0 [&>div]:grow"
      onSubmit={(event) => {
        event.preventDefault();
        if (person) add(person);
        setChosen("");
      }}
    >
      <Select
        label="Put somebody in"
        value={person?.id ?? ""}
        options={[
          ["", outside.length === 0 ? "Everybody is in" : "Choose …"],
          ...outside.map(({ id, name, role }) => [id, `${name}, ${role}`] as const),
        ]}
        onChange={setChosen}
      />
      <Button type="submit" look="plain" busy={busy} disabled={!person}>
        Put in
      </Button>
    </form>
  );
}
