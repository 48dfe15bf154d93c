import { useQuery } from "@tanstack/react-query";
import { members } from "../../../api/lists.ts";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { strings } from "../../../strings/workflows.ts";
import type { Workflow } from "./queries.ts";

/** When a version was published, and by whom. */
export function Publisher({ of: { publishedAt, publishedBy } }: { of: Pick<Workflow, "publishedAt" | "publishedBy"> }) {
  const people = useQuery(members);
  const name =
    publishedBy === null
      ? strings.byToken
      : people.isSuccess && (people.data.find(({ id }) => id === publishedBy)?.name ?? strings.formerMember);
  return (
    <span className="text-sm text-soft">
      <TimeAgo at={publishedAt} />
      {name && ` ${strings.by(name)}`}
    </span>
  );
}
