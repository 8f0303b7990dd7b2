export { defineSweep, isSweepDefinition, type SweepBase, type SweepDefinition, type SweepOptions } from './define-sweep.ts';
export { maximize, minimize } from './objectives.ts';
export { type ReadTrialsOptions, readSweep, readTrials, type SubmitSweepOptions, submitSweep } from './runs.ts';
export { choice, integers, logUniform, onlyWhen, sets, uniform } from './spaces.ts';
export { asha, custom, grid, hyperband, optuna, program, random, type Strategy, sobol } from './strategies.ts';
export type { Answer, Ask, Study, Suggestion } from './study.ts';
