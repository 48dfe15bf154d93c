import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { shows } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TableSkeleton, Table, Td, Th } from "../../../components/table.tsx";
import { FrameRateField } from "./frame-rate-field.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { showToast } from "../../../components/toast.tsx";
import { CODE } from "./parse-shots.ts";

/** The studio's shows. */
export function ShowsPage() {
  const { can } = useMe();
  const list = useQuery(shows);
  const [isCreating, setIsCreating] = useState(false);
  const newShowButton = can("show.create") && <Button onClick={() => setIsCreating(true)}>New show</Button>;
  return (
    <>
      <title>Shows – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Shows</h1>
        {newShowButton}
      </div>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={3} />
      ) : list.data?.length === 0 ? (
        <EmptyState title="No shows yet" action={newShowButton}>
          A show contains sequences, shots and the people who work on them. Every job needs a shot.
        </EmptyState>
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
            <tr key={id} className="relative hover:bg-sunken">
              <Td>
                <Link to="/admin/shows/$showId" params={{ showId: id }} className="row-link font-medium underline">
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
      {isCreating && <NewShowDialog onClose={() => setIsCreating(false)} />}
    </>
  );
}

function NewShowDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [frameRate, setFrameRate] = useState("24");
  const codeError = code !== "" && !CODE.test(code) ? "Use up to 32 letters, digits, _ or -." : undefined;
  const create = useMutation({
    mutationFn: () =>
      api.post("/v1/shows", { body: { code, name: name.trim(), frameRate: frameRate.trim(), sequences: [] } }),
    onSuccess: async (show) => {
      await queryClient.invalidateQueries({ queryKey: ["shows"] });
      showToast(`${show.code} created. Add shots and people.`);
      await navigate({ to: "/admin/shows/$showId", params: { showId: show.id } });
    },
  });
  return (
    <Dialog title="New show" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!codeError) create.mutate();
        }}
      >
        <TextField
          label="Code"
          required
          value={code}
          onChange={setCode}
          error={codeError}
          hint="For example HARBOR. Used in file names and records. You can’t change it later."
        />
        <TextField label="Name" required maxLength={200} value={name} onChange={setName} />
        <FrameRateField value={frameRate} onChange={setFrameRate} />
        {create.error && <ErrorMessage error={create.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={create.isPending}>
            Create
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
