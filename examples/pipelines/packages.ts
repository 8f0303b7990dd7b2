/** What a step needs that reports something: the package as it comes from PyPI. Steps with the same list share one environment. */
export const CLEARML = ['clearml==2.1.12'] as const;
