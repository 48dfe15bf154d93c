import { Button } from "./button.tsx";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Brings the next page of a list, while there is one. */
export const More = ({ of, children }: { of: Pages; children: string }) =>
  of.hasNextPage && (
    <Button look="plain" className="self-center" busy={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {children}
    </Button>
  );
