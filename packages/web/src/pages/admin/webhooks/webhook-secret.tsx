import { strings } from "../../../strings/webhooks.ts";
import { SecretDialog } from "../tokens/secret-dialog.tsx";

/** Shows a webhook's secret, once. */
export const WebhookSecret = ({ secret, onClose }: { secret: string; onClose: () => void }) => (
  <SecretDialog name={strings.secretTitle} secret={secret} onClose={onClose} />
);
