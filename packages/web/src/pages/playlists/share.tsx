import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import type { Shareable } from "./queries.ts";
import { NewLinkForm } from "./new-link-form.tsx";
import { LinkList } from "./link-list.tsx";
import { NewLink } from "./new-link.tsx";

interface Props {
  what: Shareable;
  title: string;
}

/** Button that shares a version or a playlist with people outside the studio, and lists its links. */
export function Share(props: Props) {
  const { can } = useMe();
  const [isOpen, setIsOpen] = useState(false);
  if (!can("share.read")) return null;
  return (
    <>
      <Button variant="plain" onClick={() => setIsOpen(true)}>
        Share
      </Button>
      {isOpen && <ShareDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ShareDialog({ what, title, onClose }: Props & { onClose: () => void }) {
  const [made, setMade] = useState<string>();
  return (
    <Dialog title={`Share ${title}`} onClose={onClose}>
      {made === undefined ? (
        <NewLinkForm what={what} onMade={setMade} />
      ) : (
        <NewLink path={made} onAnother={() => setMade(undefined)} />
      )}
      <LinkList what={what} />
      <DialogActions>
        <Button variant="plain" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
