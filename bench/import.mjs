// Prints how long a function takes to load, in milliseconds. Usage: node import.mjs FILE
// Plain JavaScript, so that no time is spent on stripping types. `awslambda` is a global of Lambda's runtime.
globalThis.awslambda = { streamifyResponse: (handler) => handler };
const began = performance.now();
await import(process.argv[2]);
console.log(performance.now() - began);
process.exit();
