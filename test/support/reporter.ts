import Mocha from 'mocha';

/** Mocha's `spec`, closed by what failed before a retry and by one line that counts. */
export default class Reporter extends Mocha.reporters.Spec {
  readonly #retried: string[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('retry', (test, error) => this.#retried.push(`${test.fullTitle()}\n${error.stack ?? error}`));
  }

  override epilogue(): void {
    super.epilogue();
    for (const failure of this.#retried) console.log(`  tried again after it failed: ${failure.replace(/\n/g, '\n    ')}\n`);
    const { passes = 0, failures = 0, pending = 0 } = this.stats ?? {};
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
