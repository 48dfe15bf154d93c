/** Text about pending invitations in the list of members. */
export const strings = {
  copy: "Copy link",
  copyLabel: (name: string) => `Copy link for ${name}`,
  copied: "Link copied.",
  blocked: (link: string) => `Your browser blocked copying. The link is ${link}`,
  withdraw: "Withdraw",
  withdrawLabel: (name: string) => `Withdraw the invitation of ${name}`,
  again: "Invite again",
  againLabel: (name: string) => `Invite again: ${name}`,
  invitedAgain: (name: string) => `Invited ${name} again. Send them the link.`,
  invited: "invited",
  expired: "expired",
  expires: (at: string) => `Expires ${at}`,
  hasExpired: (at: string) => `Expired ${at}`,
  send: (email: string) => `Send this link to ${email}. They join when they sign in with that address and accept.`,
};
