import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Figure } from '../api/types.ts';
import { type FigureLook, fitFigure, imageSources } from '../domain/figure.ts';
import { useResolveFile } from '../queries/use-file-href.ts';
import { ErrorState } from './states.tsx';
import { themeColor } from './theme-color.ts';

interface PlotViewProps {
  figure: Figure;
  label: string;
  height?: number;
}

const loadPlotly = () => import('plotly.js-strict-dist-min').then((module) => module.default);

/** A Plotly figure in the page's colours. The library is fetched when the first figure is shown. */
export function PlotView({ figure, label, height = 340 }: PlotViewProps) {
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const resolve = useResolveFile();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const target = element.current!;
    let gone = false;
    let resized: ResizeObserver | undefined;
    const draw = async () => {
      const plotly = await loadPlotly();
      const hrefs = new Map(await Promise.all(imageSources(figure).map(async (uri) => [uri, await resolve(uri)] as const)));
      if (gone) return;
      const { data, layout } = fitFigure(
        figure,
        figureLook((uri) => hrefs.get(uri) ?? uri),
      );
      await plotly.react(target, data, layout, { responsive: false, displaylogo: false });
      resized = new ResizeObserver(() => {
        // one that is being taken away, or is hidden, has no size to be drawn at
        if (target.isConnected && target.clientWidth > 0) void plotly.Plots.resize(target);
      });
      if (!gone) resized.observe(target);
    };
    draw().catch(setError);
    return () => {
      gone = true;
      resized?.disconnect();
    };
  }, [figure, scheme, resolve]);
  useEffect(() => {
    const target = element.current!;
    return () => void loadPlotly().then((plotly) => target.isConnected || plotly.purge(target));
  }, []);
  if (error !== null) return <ErrorState error={error} />;
  return <div ref={element} role="img" aria-label={label} style={{ height, minWidth: 0 }} />;
}

function figureLook(href: (uri: string) => string): FigureLook {
  return {
    text: themeColor('--mantine-color-text'),
    grid: themeColor('--line'),
    surface: themeColor('--surface'),
    raised: themeColor('--surface-raised'),
    href,
  };
}
