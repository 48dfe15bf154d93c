export interface Account {
  email: string;
  name: string;
  /** Displayed on the sign-in page. */
  note: string;
}

const describePerson = (studio: string, role: string, name: string): Account => ({
  email: `${role}@${studio}.example`,
  name,
  note: `${role} at ${studio}`,
});

export const operatorAccount = {
  email: "operator@pegbar.example",
  name: "Platform operator",
  note: "operator",
} as const satisfies Account;

/** Accounts of the local identity provider. They have no passwords. */
export const accounts: readonly Account[] = [
  describePerson("lumen", "artist", "Noa Lindqvist"),
  describePerson("lumen", "supervisor", "Teodor Banks"),
  describePerson("lumen", "admin", "Ifeoma Adeyemi"),
  describePerson("orrery", "artist", "Sunniva Dahl"),
  describePerson("orrery", "supervisor", "Ravi Menon"),
  describePerson("orrery", "admin", "Camille Roux"),
  operatorAccount,
];
