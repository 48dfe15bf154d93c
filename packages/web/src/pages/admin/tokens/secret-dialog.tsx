import { Button } from "../../../components/button.tsx";
import { CopyField } from "../../../components/copy-field.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";

/** Shows a new token's secret, once. It closes only by its button. */
export function SecretDialog({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Dialog title={`${name} created`} onClose={onClose} locked>
      <p className="rounded-md bg-warn-wash px-3 py-2 text-warn">
        This is the only time the secret is shown. Store it in a safe place: anyone who has it can use the token.
      </p>
      <CopyField label="Secret" value={secret} />
      <DialogActions>
        <Button variant="plain" onClick={onClose}>
          I’ve stored it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
