/** From the worst to the best: the best stand out on either ground. */
const RAMPS = {
  light: ['#b8c0cb', '#4c9fd0', '#00695c'],
  dark: ['#48515c', '#3f8fc4', '#62e6cd'],
} as const;

/** Colour for a merit between 0 (worst) and 1 (best); a neutral one where it is not known. */
export function shadeColor(merit: number | null, scheme: 'light' | 'dark'): string {
  const ramp = RAMPS[scheme];
  if (merit === null) return ramp[1];
  const at = Math.max(0, Math.min(1, merit)) * (ramp.length - 1);
  const low = Math.min(Math.floor(at), ramp.length - 2);
  return mix(ramp[low]!, ramp[low + 1]!, at - low);
}

function mix(a: string, b: string, share: number): string {
  const channel = (color: string, index: number) => Number.parseInt(color.slice(1 + index * 2, 3 + index * 2), 16);
  const mixed = [0, 1, 2].map((index) => Math.round(channel(a, index) * (1 - share) + channel(b, index) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
