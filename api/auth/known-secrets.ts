import { hashSecret } from './secrets.ts';

/** SHA-256 of the keys and secrets that ClearML's server ships with, which everybody knows. */
const KNOWN: ReadonlySet<string> = new Set([
  'f925bc83644659535cbbbc4d872e9adb0da23b2a83c815c85bff52ebb2c96fcc',
  'c8102eba105010b19cac3ca2872357e39c445b383ee4bb1e68879053541c706f',
  '243dc384849c2f27b1e4edd40a2e5f54e107c0cdd35f75e0189db26cc47a84b6',
  '0941f706432520ed8cc56666fe011450e6fb0c1d06174fc139658ebfce1cda6f',
  '5b5bdac1a0d4cf22022368baa10c1bac2818e80074b149cafbba2be8f8b312b9',
  '9ef7fe0e43b259b5519ed459bfaf9ac0a8a3fdce9f3b6dfbd01663a644d139bc',
  '397d5a1d9bc2b9202cc9c88fe409e9a86e4225e16596e6d8d19bf28d246515c4',
  '4dd30d95c3c0e75a39b13a9bf46c157e59bb744183c7f92ffc2b752d0897df26',
]);

/** @throws TypeError naming the variable, for a secret that is public */
export function refuseKnownSecret(name: string, secret: string): void {
  if (KNOWN.has(hashSecret(secret)))
    throw new TypeError(`${name}: this is a default of ClearML's server, which everybody knows; make a secret of your own`);
}
