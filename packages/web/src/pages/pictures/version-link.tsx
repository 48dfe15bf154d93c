import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { useMe } from "../../api/me.ts";
import { strings } from "../../strings/viewer.ts";
import { siblings } from "../review/queries.ts";
import type { Asset } from "./queries.ts";

/** Leads to the version that a result belongs to, where it is reviewed. */
export function VersionLink({ asset: { shotId, name, version } }: { asset: Asset }) {
  const { can } = useMe();
  const { data } = useQuery({ ...siblings({ shotId, name }), enabled: can("review.read") });
  const found = data?.find(({ number }) => number === version);
  if (!found) return undefined;
  return (
    <Link to="/versions/$versionId" params={{ versionId: found.id }} className="text-accent underline">
      {strings.review(formatVersion(version))}
    </Link>
  );
}
