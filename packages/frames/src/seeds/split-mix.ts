/**
 * Element `index` of the sequence that SplitMix64 generates from a seed, from 0 to 2^64 − 1. Negative indexes continue it
 * backwards. Constants: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
 */
export function splitMix64(seed: bigint, index: bigint): bigint {
  let z = BigInt.asUintN(64, seed + (index + 1n) * 0x9e3779b97f4a7c15n);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}
