/** Link to the status page, which is not part of the portal: it is loaded anew. */
export const StatusLink = ({ className = "" }: { className?: string }) => (
  <a href="/status" className={`text-sm text-accent underline ${className}`}>
    Status of Pegbar
  </a>
);
