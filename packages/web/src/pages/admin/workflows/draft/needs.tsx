import { Badge } from "../../../../components/table.tsx";
import { strings } from "../../../../strings/workflows.ts";
import type { Proposal } from "./draft.ts";
import { NeededModels } from "./needed-models.tsx";
import { listNeededClasses } from "./needed-classes.ts";

type Detail = Proposal["problems"][number];

/** What a graph needs to run, and what to do about what is missing. */
export function Needs({ proposal }: { proposal: Proposal }) {
  const { classes, others } = listNeededClasses(proposal);
  const notices = [...(proposal.conversion?.notices ?? []), ...proposal.warnings];
  return (
    <section aria-label={strings.needs} className="flex flex-col gap-3">
      <h2>{strings.needs}</h2>
      {proposal.problems.length > 0 && (
        <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
          {strings.cannotRun}
        </p>
      )}
      {others.length > 0 && <Details label={strings.problems} details={others} />}
      <h3>{strings.models}</h3>
      <NeededModels proposal={proposal} />
      <h3>{strings.nodeClasses}</h3>
      <ul aria-label={strings.nodeClasses} className="divide-y divide-line rounded-lg border border-line bg-surface">
        {classes.map(({ classType, count, problems }) => (
          <li key={classType} className="flex flex-col gap-1 px-3 py-2">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-mono text-sm wrap-anywhere">{classType}</span>
              {count > 1 && <span className="text-sm text-soft">{strings.nodes(count)}</span>}
              <Badge tone={problems.length > 0 ? "bad" : "good"}>
                {problems.length > 0 ? strings.notUsable : strings.available}
              </Badge>
            </span>
            {problems.map((one) => (
              <DetailText key={one.message} detail={one} />
            ))}
          </li>
        ))}
      </ul>
      {notices.length > 0 && (
        <>
          <h3>{strings.notices}</h3>
          <Details label={strings.notices} details={notices} />
        </>
      )}
    </section>
  );
}

const Details = ({ label, details }: { label: string; details: readonly Detail[] }) => (
  <ul aria-label={label} className="flex list-disc flex-col gap-1 pl-5">
    {details.map((detail) => (
      <li key={`${detail.node} ${detail.message}`}>
        <DetailText detail={detail} />
      </li>
    ))}
  </ul>
);

/** What is wrong, and what to do about it. */
const DetailText = ({ detail: { message, remedy } }: { detail: Detail }) => (
  <span className="text-sm">
    {message.replace(/\.$/, "")}. <span className="text-soft">{remedy}</span>
  </span>
);
