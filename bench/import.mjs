// How long a function takes to load, in milliseconds: `node import.mjs FILE`. Plain JavaScript, so that no time goes into
// types. Lambda's runtime has this global.
globalThis.awslambda = { streamifyResponse: (handler) => handler };
const began = performance.now();
await import(process.argv[2]);
console.log(performance.now() - began);
process.exit();
