import type { Page } from 'playwright-core';

/** Texts whose colour has less contrast to what is behind them than `least` (1 is none, 21 is black on white). */
export function unreadableTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((limit) => {
    type Color = [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    /** Few colours stand in many places, and each is drawn to know it. */
    const parsed = new Map<string, Color>();
    const parse = (css: string): Color => {
      const known = parsed.get(css);
      if (known) return known;
      const color = draw(css);
      parsed.set(css, color);
      return color;
    };
    const draw = (css: string): Color => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data as unknown as Color;
      return [red, green, blue, alpha / 255];
    };
    const over = ([r, g, b, a]: Color, [R, G, B]: Color): Color => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a),
      1,
    ];
    const behind = (element: Element | null): Color => {
      if (!element) return parse(getComputedStyle(document.documentElement).colorScheme.startsWith('dark') ? '#121212' : 'white');
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const light = (color: Color): number => {
      const [r, g, b] = color
        .slice(0, 3)
        .map((value) => (value / 255 <= 0.04 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const contrast = (element: Element): number => {
      const ground = behind(element);
      const text = over(parse(getComputedStyle(element).color), ground);
      const [low, high] = [light(text), light(ground)].sort((a, b) => a - b) as [number, number];
      return (high + 0.05) / (low + 0.05);
    };
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.closest('[disabled], [data-disabled], [aria-hidden=true], svg, canvas, .visually-hidden');
    const hasText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '');
    return [...document.body.querySelectorAll('*')]
      .filter((element) => hasText(element) && isShown(element))
      .map((element) => ({ text: element.textContent!.trim().slice(0, 40), ratio: contrast(element) }))
      .filter(({ ratio }) => ratio < limit)
      .map(({ text, ratio }) => `"${text}" ${ratio.toFixed(1)}`);
  }, least);
}
