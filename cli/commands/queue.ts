import type { Command } from 'commander';
export function registerQueueCommands(_program: Command): void {}
