export interface Account {
  email: string;
  name: string;
  /** Shown on the sign-in page. */
  note: string;
}

const person = (studio: string, role: string, name: string): Account => ({
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
  person("lumen", "artist", "Noa Lindqvist"),
  person("lumen", "supervisor", "Teodor Banks"),
  person("lumen", "admin", "Ifeoma Adeyemi"),
  person("orrery", "artist", "Sunniva Dahl"),
  person("orrery", "supervisor", "Ravi Menon"),
  person("orrery", "admin", "Camille Roux"),
  operatorAccount,
];
