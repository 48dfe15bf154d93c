import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { getButtonClass } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Badge, Table, TableSkeleton, Td, Th } from "../../../components/table.tsx";
import { strings } from "../../../strings/workflows.ts";
import { Publisher } from "./publisher.tsx";
import { allWorkflows } from "./queries.ts";

/** The studio's workflows, active and retired. */
export function WorkflowsPage() {
  const list = useQuery(allWorkflows);
  return (
    <>
      <title>{`${strings.title} – Pegbar`}</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{strings.title}</h1>
        <Link to="/admin/workflows/import/draft" className={getButtonClass()}>
          {strings.import}
        </Link>
      </div>
      <p className="max-w-2xl text-soft">{strings.about}</p>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={5} />
      ) : !list.data ? undefined : list.data.length === 0 ? (
        <EmptyState title={strings.empty}>{strings.emptyHint}</EmptyState>
      ) : (
        <Table
          label={strings.title}
          head={
            <>
              <Th>{strings.name}</Th>
              <Th number>{strings.version}</Th>
              <Th>{strings.state}</Th>
              <Th wide>{strings.published}</Th>
            </>
          }
        >
          {list.data.map((one) => (
            <tr key={one.id} className="relative hover:bg-sunken">
              <Td>
                <Link
                  to="/admin/workflows/$workflowId"
                  params={{ workflowId: one.slug }}
                  className="row-link font-medium underline"
                >
                  {one.name}
                </Link>
                <span className="block text-sm text-soft">{one.slug}</span>
              </Td>
              <Td number>{one.version}</Td>
              <Td>
                <Badge tone={one.retired ? "soft" : "good"}>{one.retired ? strings.retired : strings.published}</Badge>
              </Td>
              <Td wide>
                <Publisher of={one} />
              </Td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
