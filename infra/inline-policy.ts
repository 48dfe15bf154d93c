/** A role's only own policy, with these statements. */
export const buildInlinePolicies = (name: string, statements: object[]) => [
  { name, policy: $jsonStringify({ Version: "2012-10-17", Statement: statements }) },
];
