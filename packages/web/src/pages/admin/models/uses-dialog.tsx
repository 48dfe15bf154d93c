import { useQuery } from "@tanstack/react-query";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Table, TableSkeleton, Td, Th } from "../../../components/table.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { strings } from "../../../strings/models.ts";
import { modelUses, type Model } from "./queries.ts";

/** Who used a model, for which show, and how often. */
export function UsesDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const { data, error, refetch } = useQuery(modelUses(model.id));
  return (
    <Dialog title={strings.usesTitle(model.name)} onClose={onClose}>
      {error ? (
        <ErrorMessage error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton rows={2} />
      ) : data.length === 0 ? (
        <p className="text-soft">{strings.neverUsed}</p>
      ) : (
        <Table
          label={strings.usesTitle(model.name)}
          head={
            <>
              <Th>{strings.show}</Th>
              <Th>{strings.member}</Th>
              <Th number>{strings.jobs}</Th>
              <Th>{strings.lastUsed}</Th>
            </>
          }
        >
          {data.map((use) => (
            <tr key={`${use.show} ${use.memberId}`}>
              <Td>{use.show}</Td>
              <Td>{use.member}</Td>
              <Td number>{use.jobs}</Td>
              <Td>
                <TimeAgo at={use.lastAt} />
              </Td>
            </tr>
          ))}
        </Table>
      )}
      <DialogActions>
        <Button onClick={onClose}>{strings.close}</Button>
      </DialogActions>
    </Dialog>
  );
}
