/** Width of a character in the small type of axes, generously. */
export const CHARACTER_PX = 6.4;

/** The text as far as it fits into so many pixels of an axis' type. */
export function shorten(text: string, pixels: number): string {
  const most = Math.max(3, Math.floor(pixels / CHARACTER_PX));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
