/** The part of Plotly that draws figures. This build makes no functions at run time, as our Content-Security-Policy demands. */
declare module 'plotly.js-strict-dist-min' {
  const plotly: {
    /** Draws a figure, or brings the one that is there up to date. */
    react(target: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
    purge(target: HTMLElement): void;
    Plots: { resize(target: HTMLElement): Promise<unknown> };
  };
  export default plotly;
}
