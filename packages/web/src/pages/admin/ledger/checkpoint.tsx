import { useQuery } from "@tanstack/react-query";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { formatTime } from "../../../components/format.ts";
import { Badge } from "../../../components/table.tsx";
import { strings } from "../../../strings/ledger.ts";
import { Fact, Facts } from "./facts.tsx";
import { checkpoint, type Ledger } from "./queries.ts";

/** The newest checkpoint, whose signatures are verified here, and where it is anchored. */
export function Checkpoint({ ledger }: { ledger: Ledger }) {
  const { data, error, refetch } = useQuery(checkpoint(ledger));
  if (error) return <ErrorMessage error={error} onRetry={() => void refetch()} />;
  if (!data) return <div aria-busy="true" className="skeleton h-64" />;
  return (
    <>
      <Facts title={strings.checkpoint} badge={<Badge tone="good">{strings.valid}</Badge>}>
        <Fact name={strings.signedAt} hint={strings.signedAtHint}>
          {data.signedAt === undefined ? strings.unknownTime : formatTime(data.signedAt)}
        </Fact>
        <Fact name={strings.root} hint={strings.rootHint}>
          <code className="font-mono text-sm">{data.root}</code>
        </Fact>
        <Fact name={strings.signers} hint={strings.signersHint}>
          {data.signers.map(({ algorithm, id }) => (
            <span key={id} className="block">
              {strings.algorithms[algorithm] ?? algorithm} <code className="font-mono text-sm text-soft">{id}</code>
            </span>
          ))}
        </Fact>
      </Facts>
      <Facts title={strings.anchors}>
        <Fact name={strings.anchored} hint={strings.anchorHint}>
          <code className="font-mono text-sm">{data.anchorKey}</code>
        </Fact>
        {ledger.platform && (
          <Fact name={strings.platform} hint={strings.platformHint}>
            {strings.records(ledger.platform.size)}
          </Fact>
        )}
      </Facts>
    </>
  );
}
