import { Button } from "../../components/button.tsx";
import { CopyField } from "../../components/copy-field.tsx";

/** Shows the address of a new link, once. */
export function NewLink({ path, onAnother }: { path: string; onAnother: () => void }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
        This is the only time the address is shown. Copy it now, and send it only to its recipient.
      </p>
      <CopyField label="Address" value={`${location.origin}${path}`} />
      <div className="flex justify-end">
        <Button size="sm" variant="quiet" onClick={onAnother}>
          Create another link
        </Button>
      </div>
    </div>
  );
}
