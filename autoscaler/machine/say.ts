/** A line on the machine's own console. */
export const say = (text: string): void => void process.stdout.write(`perdura machine: ${text}\n`);
