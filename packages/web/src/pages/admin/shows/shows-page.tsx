import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { shows } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog, DialogActs } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { RowsToCome, Table, Td, Th } from "../../../parts/table.tsx";
import { TextField } from "../../../parts/text-field.tsx";
import { toast } from "../../../parts/toast.tsx";
import { CODE } from "./shots.ts";

/** The studio's productions. */
export function ShowsPage() {
  const { can } = useMe();
  const list = useQuery(shows);
  const [making, setMaking] = useState(false);
  const make = can("show.create") && <Button onClick={() => setMaking(true)}>New show</Button>;
  return (
    <>
      <title>Shows – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Shows</h1>
        {make}
      </div>
      {list.error && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.isPending ? (
        <RowsToCome rows={3} />
      ) : list.data?.length === 0 ? (
        <Empty title="No show yet" act={make}>
          A show holds sequences and shots, and the people who work on them. Jobs need a shot.
        </Empty>
      ) : (
        <Table
          label="Shows"
          head={
            <>
              <Th>Code</Th>
              <Th>Name</Th>
              <Th number>Sequences</Th>
              <Th number>Shots</Th>
            </>
          }
        >
          {list.data?.map(({ id, code, name, sequences }) => (
            <tr key={id} className="hover:bg-sunken">
              <Td>
                <Link to="/admin/shows/$showId" params={{ showId: id }} className="font-medium underline">
                  {code}
                </Link>
              </Td>
              <Td>{name}</Td>
              <Td number>{sequences.length}</Td>
              <Td number>{sequences.reduce((sum, { shots }) => sum + shots.length, 0)}</Td>
            </tr>
          ))}
        </Table>
      )}
      {making && <NewShow close={() => setMaking(false)} />}
    </>
  );
}

function NewShow({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const wrong = code !== "" && !CODE.test(code) ? "Letters, digits, _ and -, at most 32." : undefined;
  const create = useMutation({
    mutationFn: () => api.post("/v1/shows", { body: { code, name: name.trim(), sequences: [] } }),
    onSuccess: async (show) => {
      await queries.invalidateQueries({ queryKey: ["shows"] });
      toast(`${show.code} is there. Now its shots and people.`);
      await navigate({ to: "/admin/shows/$showId", params: { showId: show.id } });
    },
  });
  return (
    <Dialog title="New show" close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) create.mutate();
        }}
      >
        <TextField
          label="Code"
          required
          value={code}
          onChange={setCode}
          error={wrong}
          hint="Such as HARBOR. It goes into file names and records, and stays for ever."
        />
        <TextField label="Name" required maxLength={200} value={name} onChange={setName} />
        {create.error && <Problem error={create.error} />}
        <DialogActs>
          <Button look="plain" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" busy={create.isPending}>
            Create
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
