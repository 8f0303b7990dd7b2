/**
 * A number from [0, 1) that depends on the seed, the index and the name alone: the n-th point of a search needs no points before
 * it, and a parameter keeps its numbers when others come or go.
 */
export function unitAt(seed: number, index: number, name: string): number {
  const base = mix(mix(mix(seed ^ Math.floor(seed / 2 ** 32)) ^ index) ^ hashText(name));
  const high = mix(base ^ 0x9e3779b9) >>> 5;
  const low = mix(base ^ 0x85ebca6b) >>> 6;
  return (high * 67_108_864 + low) / 2 ** 53;
}

/** 32 bits from a name (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** 32 bits stirred so that each depends on all (the finaliser of MurmurHash3, after a step that moves zero). */
export function mix(value: number): number {
  let bits = (value + 0x9e3779b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
