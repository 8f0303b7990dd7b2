import type { Context } from 'mocha';
import { optunaFolder, provideOptuna } from '../../activities/optuna/environment.ts';

/** Path of a Python with Optuna, which is downloaded once; where it cannot be, the tests are skipped and the reason is printed. */
export async function provideOptunaOrSkip(context: Context): Promise<string> {
  try {
    return await provideOptuna({
      ...{ folder: optunaFolder(process.env), withTorch: false, signal: AbortSignal.timeout(500_000) },
      print: (line) => console.log(`      ${line}`),
    });
  } catch (error) {
    console.log(`      skipped: ${(error as Error).message}`);
    return context.skip();
  }
}
