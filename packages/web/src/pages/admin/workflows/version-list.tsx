import { Button } from "../../../components/button.tsx";
import { strings } from "../../../strings/workflows.ts";
import { Publisher } from "./publisher.tsx";
import type { WorkflowVersion } from "./queries.ts";

interface Props {
  versions: readonly WorkflowVersion[];
  /** The version whose form is shown. */
  shownId: string;
  onShow: (versionId: string) => void;
}

/** The versions of a workflow, newest first. */
export const VersionList = ({ versions, shownId, onShow }: Props) => (
  <section className="flex flex-col gap-2">
    <h2>{strings.versions}</h2>
    <ul aria-label={strings.versions} className="divide-y divide-line rounded-lg border border-line bg-surface">
      {versions.map((one, index) => (
        <li key={one.versionId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
          <span className="font-medium">{strings.versionName(one.version)}</span>
          {index === 0 && <span className="text-sm text-soft">{strings.newest}</span>}
          <Publisher of={one} />
          <Button
            size="sm"
            variant="quiet"
            className="ml-auto"
            aria-pressed={one.versionId === shownId}
            onClick={() => onShow(one.versionId)}
          >
            {one.versionId === shownId ? strings.shown : strings.show}
            <span className="sr-only"> {strings.versionName(one.version)}</span>
          </Button>
        </li>
      ))}
    </ul>
  </section>
);
