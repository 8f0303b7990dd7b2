import { execa } from 'execa';

export const isInstalled = async (program: string): Promise<boolean> =>
  (await execa('which', [program], { reject: false })).exitCode === 0;
