import { execa } from 'execa';

/** Ends the virtual machine that this runs on. */
export async function powerOff(): Promise<void> {
  await execa('shutdown', ['-h', 'now'], { stdio: 'inherit' });
}
